#pragma once

#include <optional>
#include <string>

#include "sallyport/ports/settings_storage.hpp"

namespace sallyport {

/// The settings file in memory.
class FakeSettingsStorage : public SettingsStorage {
 public:
  std::optional<std::string> text;
  std::optional<Error> read_error;
  std::optional<Error> write_error;  ///< fails after `edit` has run, as a full disk does

  [[nodiscard]] std::string path() const override { return "/fake/settings.toml"; }

  [[nodiscard]] Result<std::optional<std::string>> read() override {
    if (read_error) return tl::unexpected(*read_error);
    return text;
  }

  [[nodiscard]] Result<void> update(
      const std::function<Result<std::string>(const std::optional<std::string>& text)>& edit) override {
    if (read_error) return tl::unexpected(*read_error);
    auto edited = edit(text);
    if (!edited) return tl::unexpected(edited.error());
    if (write_error) return tl::unexpected(*write_error);
    text = *std::move(edited);
    return {};
  }
};

}  // namespace sallyport
