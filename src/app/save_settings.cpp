#include "app/save_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/load_settings.hpp"

namespace sallyport {

/// Keychain changes that can be taken back.
class SaveSettings::KeychainTransaction {
 public:
  KeychainTransaction(CredentialStore& credentials, const CredentialCall& call)
      : credentials_(credentials), call_(call) {}

  Result<void> apply(const CredentialEdit& edit) {
    auto before = credentials_.find(edit.key, call_);
    if (!before && before.error().code != ErrorCode::kCredentialNotStored) return tl::unexpected(before.error());
    undo_.push_back({edit.key, before ? std::optional<Secret>(std::move(before->password)) : std::nullopt});
    return write(edit, call_);
  }

  /// What could not be taken back, for the user.
  std::vector<std::string> roll_back() {
    const CredentialCall uncancelled{call_.timeout, {}};
    std::vector<std::string> lost;
    for (auto edit = undo_.rbegin(); edit != undo_.rend(); ++edit) {
      if (!write(*edit, uncancelled)) lost.push_back(edit->key.description());
    }
    return lost;
  }

 private:
  Result<void> write(const CredentialEdit& edit, const CredentialCall& call) {
    return edit.password ? credentials_.store(edit.key, *edit.password, call) : credentials_.forget(edit.key, call);
  }

  CredentialStore& credentials_;
  const CredentialCall& call_;
  std::vector<CredentialEdit> undo_;
};

SaveSettings::SaveSettings(SettingsStorage& storage, CredentialStore& credentials, MenuEntries& menu)
    : storage_(storage), credentials_(credentials), menu_(menu) {}

tl::expected<SaveReport, SaveFailure> SaveSettings::save(const std::function<Result<void>(Settings&)>& edit,
                                                         const std::vector<CredentialEdit>& credentials,
                                                         const CredentialCall& call) {
  SaveReport report;
  SaveFailure failed;
  Settings before;
  KeychainTransaction keychain(credentials_, call);
  const auto saved = storage_.update([&](const std::optional<std::string>& text) -> Result<std::string> {
    auto document = parse_settings(text, storage_.path());
    if (!document) return tl::unexpected(document.error());
    before = document->settings();
    report.settings = before;
    if (auto edited = edit(report.settings); !edited) return tl::unexpected(edited.error());
    failed.fields = validate(report.settings);
    if (!failed.fields.empty()) return tl::unexpected(broken_rules(failed.fields, storage_.path()));
    for (const CredentialEdit& credential : credentials) {
      if (auto applied = keychain.apply(credential); !applied) return tl::unexpected(applied.error());
    }
    return document->render(report.settings);
  });
  if (!saved) {
    for (const std::string& lost : keychain.roll_back()) {
      failed.error = Error{
          saved.error().code,
          fmt::format("{} The password of {} could not be put back; enter it again.", saved.error().message, lost),
          saved.error().detail};
    }
    if (failed.fields.empty() && !failed.error) failed.error = saved.error();
    return tl::unexpected(std::move(failed));
  }
  warn_of_missing_password(before, credentials, report);
  update_menu(before, report);
  return report;
}

void SaveSettings::warn_of_missing_password(const Settings& before, const std::vector<CredentialEdit>& edits,
                                            SaveReport& report) {
  const CustomProxySettings& custom = report.settings.proxy.custom_proxy;
  if (!custom.enabled || !custom.authentication || custom == before.proxy.custom_proxy) return;
  const auto endpoint = custom.endpoint();
  if (!endpoint) return;
  const CredentialKey key{*endpoint, custom.username};
  const auto edit =
      std::find_if(edits.begin(), edits.end(), [&](const CredentialEdit& candidate) { return candidate.key == key; });
  if (edit != edits.end() && edit->password) return;
  // Saving needs no keychain: one that does not answer is no news here.
  const auto status = credentials_.status(key, {std::chrono::seconds(2), {}});
  if (status && status->stored == CredentialStatus::Stored::kNo) {
    report.warnings.push_back(fmt::format("No password is stored for {}.", key.description()));
  }
}

void SaveSettings::update_menu(const Settings& before, SaveReport& report) {
  for (const Client& old : before.clients) {
    const Client* now = report.settings.find_client(old.id);
    if (old.menu && (now == nullptr || !now->menu || now->desktop_id != old.desktop_id))
      if (const auto removed = menu_.remove(old); !removed) report.warnings.push_back(removed.error().message);
  }
  for (const Client& client : report.settings.clients) {
    const Client* old = before.find_client(client.id);
    if (!client.menu || (old != nullptr && *old == client && menu_.has(client))) continue;
    if (const auto added = menu_.add(client); !added || !added->empty())
      report.warnings.push_back(added ? *added : added.error().message);
  }
}

}  // namespace sallyport
