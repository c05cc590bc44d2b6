#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/client.hpp"
#include "sallyport/core/company_authority.hpp"
#include "sallyport/core/credentials.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/no_proxy_reader.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// Where the proxy of a launch comes from.
enum class InForce { kCustom, kSystem, kEnvironment, kNone };
[[nodiscard]] std::string_view to_string(InForce in_force);

/// The source that decides: custom wins over system; the environment counts only when the system proxy is on, respects
/// it, and it names a proxy; `direct` and both off give kNone. Only kSystem needs the OS to be asked.
[[nodiscard]] InForce source_in_force(const ProxySettings& settings, const Environment& inherited, bool direct);

/// How a launch gets its proxy: kEnvironment or kRelay.
struct DeliveryChoice {
  Delivery delivery = Delivery::kEnvironment;
  std::string reason;  ///< a sentence: `Through Sallyport: the proxy wants a login, and apps never see the password.`
};

/// The delivery in effect. kAuto: the relay whenever the proxy in force wants a login, is SOCKS5 or TLS, or the OS uses
/// PAC. Without a proxy in force always the environment.
[[nodiscard]] DeliveryChoice choose_delivery(const ProxySettings& settings, const SystemProxyConfiguration& system,
                                             const Environment& inherited, bool direct);

/// A credential that the plan would use. A launch without a stored `required` one fails; an optional one is for a proxy
/// that the environment names, which may do without.
struct NeededCredential {
  CredentialKey key;
  bool required = true;
};

/// What to ask the keychain for before `plan_launch`; empty when no source in force wants a login.
[[nodiscard]] std::vector<NeededCredential> credentials_needed(const ProxySettings& settings,
                                                               const SystemProxyConfiguration& system,
                                                               const Environment& inherited, bool direct);

/// A credential that is stored. Without a password the plan is one to look at: it reads `***`.
struct KnownCredential {
  CredentialKey key;
  const Secret* password = nullptr;  ///< not owned
};

struct EnvironmentChange {
  enum class Op { kSet, kUnset };
  Op op = Op::kSet;
  std::string name;
  std::string value;                   ///< to show: a password in it reads `***`
  std::optional<Secret> secret_value;  ///< the real value where `value` is masked and the password is known
  std::string reason;                  ///< in words
  bool names_relay = false;            ///< `value` reads `PORT` where the relay's port will be
};

/// What a launch would do; shown before it is done.
struct LaunchPlan {
  InForce in_force = InForce::kNone;
  Delivery delivery = Delivery::kEnvironment;  ///< in effect, never kAuto
  std::string delivery_reason;                 ///< a sentence
  std::optional<Endpoint> http_proxy;          ///< the proxy in force, also where the client is given the relay
  std::optional<Endpoint> https_proxy;
  std::string username;                       ///< whose credential is used; empty: none is
  std::vector<EnvironmentChange> changes;     ///< sorted by name; each name once
  std::vector<std::string> arguments;         ///< what the kind of client needs, before the client's own
  std::vector<std::string> warnings;          ///< whole sentences
  BypassList bypass;                          ///< rendered for the client; empty where the relay decides
  std::vector<NoProxyReader> bypass_readers;  ///< what the client may read it as; empty where nothing was rendered
  std::vector<AuthorityBundle> bundles;       ///< files that variables name, to be made before the launch

  /// `inherited` with the changes applied, passwords in place.
  [[nodiscard]] Environment apply(const Environment& inherited) const;
  /// Whether a password goes into the environment, be it known or only to be asked for.
  [[nodiscard]] bool holds_password() const;
  /// The warnings, and what the client may misread of the bypass list (bypass_warnings.hpp), which takes a while for a
  /// long list.
  [[nodiscard]] std::vector<std::string> all_warnings() const;
  /// Equal for plans that launch the same way; holds no secret. For "stale": taken before set_relay_port, so that the
  /// relay's port is no difference.
  [[nodiscard]] std::string fingerprint() const;
  /// Puts the relay's port where variables and arguments read `PORT`.
  void set_relay_port(std::uint16_t port);
};

/// The client as the plan sees it. `kind` is decided (never kAuto).
struct PlanClient {
  ClientKind kind = ClientKind::kPlain;
  std::vector<std::pair<std::string, std::string>> variables;
  bool behind_relay = false;     ///< runs behind the relay, which goes on serving it whatever proxy comes into force
  AuthorityFiles authorities{};  ///< for the setting `ca_file`

  /// Of a variable that the client gets when no plan changes it; empty: none.
  [[nodiscard]] std::string own_value(std::string_view name, const Environment& inherited) const;
};

/// The one function that decides an environment (DESIGN.md, "The launch plan"). Pure: no clock, no OS.
[[nodiscard]] LaunchPlan plan_launch(const ProxySettings& settings, const PlanClient& client,
                                     const SystemProxyConfiguration& system, const Environment& inherited,
                                     std::span<const KnownCredential> credentials, bool direct);

/// The sentence at the top of the window: what apps started now will get.
/// `Apps started now use proxy.example.com:8080 (custom proxy), signed in as alice. 3 hosts bypass it.`
[[nodiscard]] std::string describe(const LaunchPlan& plan, const ProxySettings& settings,
                                   const SystemProxyConfiguration& system);

}  // namespace sallyport
