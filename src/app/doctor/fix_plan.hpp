#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/doctor/finding.hpp"
#include "sallyport/core/client.hpp"
#include "sallyport/core/credentials.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/secret.hpp"
#include "sallyport/ports/configuration_files.hpp"

namespace sallyport {

/// A fix that was looked at and can be applied. A window shows `id` and `offer`; the rest is for Doctor::apply_fix,
/// which does what is there in this order.
struct FixPlan {
  struct KeptPassword {
    CredentialKey key;
    Secret password;
  };
  struct FileChange {
    ConfigurationFile seen;
    Secret text;  ///< the file's new content
  };

  /// A login that the settings have to know of for Sallyport to use the password.
  struct SettingsLogin {
    InForce proxy = InForce::kCustom;  ///< or kSystem
    std::string username;
  };

  std::string id;
  FixOffer offer;
  std::vector<KeptPassword> passwords;  ///< go into the keychain; one that is stored there already stays
  std::optional<FileChange> file;
  std::optional<SettingsLogin> login;
  std::vector<std::string> manager_variables;  ///< leave the environment of the session's manager
  bool desktop_password = false;               ///< leaves the desktop's settings
  std::string private_folder;                  ///< gets the mode 0700
  std::optional<Client> menu_entry;            ///< is written anew
};

/// What was done, in whole sentences, the backup that was made and what is left to do with it among them.
struct FixReport {
  std::vector<std::string> sentences;
  std::string backup;  ///< path; empty when no file was changed
};

}  // namespace sallyport
