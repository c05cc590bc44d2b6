#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sallyport/core/credentials.hpp"
#include "sallyport/core/settings.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/menu_entries.hpp"
#include "sallyport/ports/settings_storage.hpp"

namespace sallyport {

/// What to do with one keychain item when the settings are saved.
struct CredentialEdit {
  CredentialKey key;
  std::optional<Secret> password;  ///< empty: forget
};

struct SaveFailure {
  std::vector<FieldError> fields;  ///< rules broken; nothing was touched
  std::optional<Error> error;      ///< a step that failed; everything is as it was before
};

struct SaveReport {
  std::vector<std::string> warnings;  ///< whole sentences: a menu entry that could not be written, …
};

/// Save is one transaction: validate everything, store the passwords, write the file. When a step fails the keychain
/// and the file are as they were. Menu entries follow the saved settings; one that fails is a warning. Blocks as
/// CredentialStore does; a window calls it from a worker.
class SaveSettings {
 public:
  SaveSettings(SettingsStorage& storage, CredentialStore& credentials, MenuEntries& menu);

  /// `edit` is applied to the settings as they are in the file at that moment, under the lock, so that another
  /// program's save is not lost; it may be called once only. Errors it returns stop the save.
  [[nodiscard]] tl::expected<SaveReport, SaveFailure> save(const std::function<Result<void>(Settings&)>& edit,
                                                           const std::vector<CredentialEdit>& credentials,
                                                           const CredentialCall& call);

 private:
  SettingsStorage& storage_;
  CredentialStore& credentials_;
  MenuEntries& menu_;
};

}  // namespace sallyport
