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
  Settings settings;  ///< as saved
  std::vector<std::string>
      warnings;  ///< whole sentences: a menu entry that could not be written, or got another name, …
};

/// Save is one transaction: validate everything, store the passwords, write the file. When a step fails the keychain
/// and the file are as they were. Menu entries follow the saved settings; one that fails is a warning. Blocks as
/// CredentialStore does; a window calls it from a worker.
class SaveSettings {
 public:
  SaveSettings(SettingsStorage& storage, CredentialStore& credentials, MenuEntries& menu);

  /// `edit` is applied once, to the settings as they are in the file at that moment, under its lock, so that another
  /// program's save is not lost. An error that it returns stops the save. The keychain is asked only for `credentials`,
  /// and for whether a custom proxy that is new has a password at all.
  [[nodiscard]] tl::expected<SaveReport, SaveFailure> save(const std::function<Result<void>(Settings&)>& edit,
                                                           const std::vector<CredentialEdit>& credentials,
                                                           const CredentialCall& call);

 private:
  class KeychainTransaction;

  void update_menu(const Settings& before, SaveReport& report);
  void warn_of_missing_password(const Settings& before, const std::vector<CredentialEdit>& edits, SaveReport& report);

  SettingsStorage& storage_;
  CredentialStore& credentials_;
  MenuEntries& menu_;
};

}  // namespace sallyport
