#include "app/git_credential_helper.hpp"

#include <fmt/format.h>

#include <utility>
#include "sallyport/core/credential_command.hpp"

namespace sallyport {

GitCredentialHelper::GitCredentialHelper(const ProxySettings& settings, SystemProxy& system_proxy,
                                         CredentialStore& credentials, RejectedCredentials& rejected)
    : settings_(settings), system_proxy_(system_proxy), credentials_(credentials), rejected_(rejected) {}

Result<GitCredentialHelper::Answer> GitCredentialHelper::get(const GitCredential& asked, const CredentialCall& call) {
  if (const auto key = custom_key(asked)) return stored_answer(*key, call);
  if (const auto key = system_key(asked)) {
    auto answer = stored_answer(*key, call);
    // Whether this is about a proxy at all is not known: a keychain that is not there is no news then.
    if (answer && (answer->credential || !answer->refused.empty())) return answer;
    if (!answer && answer.error().code != ErrorCode::kKeychainAbsent) return answer;
  }
  return Answer{system_answer(asked), {}};
}

Result<GitCredentialHelper::Answer> GitCredentialHelper::stored_answer(const CredentialKey& key,
                                                                       const CredentialCall& call) {
  auto found = find(key, call);
  if (!found) return tl::unexpected(std::move(found.error()));
  if (!*found) return Answer{};
  if (rejected_.contains(key, (*found)->modified)) {
    const bool is_custom = custom_key({key.proxy, key.username, {}}).has_value();
    return Answer{
        std::nullopt,
        fmt::format("The proxy refused the password that is stored for {}, so git is not given it. Store the "
                    "right one: `{}`.",
                    key.description(), credential_command(is_custom ? InForce::kCustom : InForce::kSystem, key.proxy))};
  }
  return Answer{Credential{key.username, std::move((*found)->password)}, {}};
}

std::optional<Credential> GitCredentialHelper::system_answer(const GitCredential& asked) {
  if (!settings_.system_proxy.enabled || !asked.proxy || !asked.username) return std::nullopt;
  const auto system = system_proxy_.configuration();
  if (!system) return std::nullopt;
  for (const auto* server : {&system->http, &system->https, &system->socks}) {
    if (!*server || (*server)->endpoint != asked.proxy || !(*server)->credential) continue;
    const Credential& credential = *(*server)->credential;
    if (credential.username == asked.username && !credential.password.empty()) return credential.clone();
  }
  return std::nullopt;
}

Result<std::optional<CredentialKey>> GitCredentialHelper::store(const GitCredential& told, const CredentialCall& call) {
  if (!told.password) return std::nullopt;
  auto key = custom_key(told);
  const bool is_custom = key.has_value();
  if (!is_custom) key = system_key(told);
  if (!key) return std::nullopt;
  if (auto good = check_password(*told.password); !good) return tl::unexpected(std::move(good.error()));
  const auto found = find(*key, call);
  if (!found) return tl::unexpected(found.error());
  if (!*found && !is_custom && !system_names(key->proxy)) return std::nullopt;
  // What the proxy takes after all is stored anew, so that it no longer counts as refused.
  if (*found && (*found)->password.equals(*told.password) && !rejected_.contains(*key, (*found)->modified)) {
    return std::nullopt;
  }
  if (auto stored = credentials_.store(*key, *told.password, call); !stored) return tl::unexpected(stored.error());
  return key;
}

Result<std::optional<CredentialKey>> GitCredentialHelper::erase(const GitCredential& told, const CredentialCall& call) {
  if (!told.password) return std::nullopt;
  auto key = custom_key(told);
  if (!key) key = system_key(told);
  if (!key) return std::nullopt;
  const auto found = find(*key, call);
  if (!found) return tl::unexpected(found.error());
  if (!*found || !(*found)->password.equals(*told.password)) return std::nullopt;
  // First, so that it is not sent again even where it cannot be removed, or a relay still has it in memory.
  rejected_.mark(*key, (*found)->modified);
  if (auto forgotten = credentials_.forget(*key, call); !forgotten) return tl::unexpected(forgotten.error());
  return key;
}

std::optional<CredentialKey> GitCredentialHelper::custom_key(const GitCredential& asked) const {
  const CustomProxySettings& custom = settings_.custom_proxy;
  if (!asked.proxy || !custom.authentication || custom.username.empty()) return std::nullopt;
  if (asked.username && *asked.username != custom.username) return std::nullopt;
  const auto endpoint = custom.endpoint();
  if (!endpoint || *endpoint != *asked.proxy) return std::nullopt;
  return CredentialKey{*endpoint, custom.username};
}

std::optional<CredentialKey> GitCredentialHelper::system_key(const GitCredential& asked) const {
  const SystemProxySettings& system = settings_.system_proxy;
  if (!asked.proxy || !system.authentication || system.username.empty() || asked.username != system.username) {
    return std::nullopt;
  }
  return CredentialKey{*asked.proxy, system.username};
}

bool GitCredentialHelper::system_names(const Endpoint& proxy) {
  const auto system = system_proxy_.configuration();
  if (!system) return false;
  for (const auto* server : {&system->http, &system->https, &system->socks}) {
    if (*server && (*server)->endpoint == proxy) return true;
  }
  return false;
}

Result<std::optional<StoredCredential>> GitCredentialHelper::find(const CredentialKey& key,
                                                                  const CredentialCall& call) {
  auto found = credentials_.find(key, call);
  if (found) return std::optional(std::move(*found));
  if (found.error().code == ErrorCode::kCredentialNotStored) return std::nullopt;
  return tl::unexpected(std::move(found.error()));
}

}  // namespace sallyport
