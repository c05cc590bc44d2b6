#pragma once

#include <optional>
#include <string>

#include "sallyport/core/settings_document.hpp"
#include "sallyport/ports/settings_storage.hpp"

namespace sallyport {

/// The text of a settings file as a document; the defaults when there is none. `path` is for messages.
[[nodiscard]] Result<SettingsDocument> parse_settings(const std::optional<std::string>& text, const std::string& path);

/// What the file says, also where `validate` finds a rule broken: for the window, where that is corrected.
[[nodiscard]] Result<Settings> read_settings(SettingsStorage& storage);

/// What to launch and show by. A file that cannot be used is refused: kIo, or kInvalidSettings, also for a rule that
/// `validate` finds broken.
[[nodiscard]] Result<Settings> load_settings(SettingsStorage& storage);

/// kInvalidSettings with every broken rule in one message.
[[nodiscard]] Error broken_rules(const std::vector<FieldError>& errors, const std::string& path);

}  // namespace sallyport
