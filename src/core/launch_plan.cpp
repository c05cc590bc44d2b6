#include "sallyport/core/launch_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/client_kind_options.hpp"
#include "core/inherited_proxy.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/bypass_rendering.hpp"
#include "sallyport/core/bypass_warnings.hpp"
#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/proxy_variables.hpp"
#include "sallyport/core/shown_url.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

constexpr std::string_view kJavaVariable = "JAVA_TOOL_OPTIONS";

/// A proxy with the login that goes into its URL.
struct PlannedProxy {
  Endpoint endpoint;
  std::string username;              ///< empty: no login
  const Secret* password = nullptr;  ///< null beside a username: stored, not asked for
};

/// A value that is no URL we can read may still hold a password before its `@`.
std::string mask_login(const InheritedProxy& proxy) {
  if (proxy.url && !proxy.url->credential) return proxy.value;
  if (proxy.url) return format_masked_proxy_url(proxy.url->endpoint, proxy.url->credential->username);
  const auto at = proxy.value.rfind('@');
  return at == std::string::npos ? proxy.value : "***" + proxy.value.substr(at);
}

class Planner {
 public:
  Planner(const ProxySettings& settings, const PlanClient& client, const SystemProxyConfiguration& system,
          const Environment& inherited, std::span<const KnownCredential> credentials, bool direct)
      : settings_(settings),
        client_(client),
        system_(system),
        inherited_(inherited),
        credentials_(credentials),
        direct_(direct) {}

  LaunchPlan plan() {
    plan_.in_force = source_in_force(settings_, inherited_, direct_);
    DeliveryChoice choice = choose_delivery(settings_, system_, inherited_, direct_);
    relay_ = choice.delivery == Delivery::kRelay || client_.behind_relay;
    plan_.delivery = relay_ ? Delivery::kRelay : Delivery::kEnvironment;
    plan_.delivery_reason = std::move(choice.reason);
    switch (plan_.in_force) {
      case InForce::kCustom:
        plan_custom();
        break;
      case InForce::kSystem:
        plan_system();
        break;
      case InForce::kEnvironment:
        plan_environment();
        break;
      case InForce::kNone:
        break;
    }
    if (relay_) {
      name_relay();
    } else {
      warn_of_hard_proxies();
    }
    remove_the_rest();
    add_for_kind();
    apply_own_variables();
    add_authorities();
    std::sort(plan_.changes.begin(), plan_.changes.end(),
              [](const EnvironmentChange& a, const EnvironmentChange& b) { return a.name < b.name; });
    return std::move(plan_);
  }

 private:
  void plan_custom() {
    const CustomProxySettings& custom = settings_.custom_proxy;
    const auto endpoint = custom.endpoint();
    if (!endpoint) {
      plan_.warnings.push_back(endpoint.error().message);
      return;
    }
    const PlannedProxy proxy = with_login(*endpoint, custom.authentication, custom.username, nullptr);
    if (custom.http) use(proxy, "http_proxy", plan_.http_proxy, "the custom proxy, for HTTP requests");
    if (custom.https) use(proxy, "https_proxy", plan_.https_proxy, "the custom proxy, for HTTPS requests");
    set_bypass(custom.bypass, "the custom proxy's bypass list");
  }

  void plan_system() {
    if (!system_.note.empty()) plan_.warnings.push_back(system_.note);
    if (system_.mode == Mode::kAutomatic && !relay_) {
      plan_.warnings.emplace_back(
          "The system proxy is automatic (PAC), which environment variables cannot express; proxy variables are "
          "removed and PAC takes effect through the relay only. Set delivery to auto or relay.");
    }
    if (system_.mode != Mode::kManual) return;
    const auto login = [&](const SystemProxyServer& server) {
      return with_login(server.endpoint, settings_.system_proxy.authentication, settings_.system_proxy.username,
                        server.credential ? &*server.credential : nullptr);
    };
    if (system_.http) use(login(*system_.http), "http_proxy", plan_.http_proxy, "the system proxy, for HTTP requests");
    if (system_.https) {
      use(login(*system_.https), "https_proxy", plan_.https_proxy, "the system proxy, for HTTPS requests");
    }
    if (!system_.http && !system_.https) {
      if (!system_.socks) return;
      const PlannedProxy proxy = login(*system_.socks);
      plan_.http_proxy = plan_.https_proxy = proxy.endpoint;
      set_url(proxy, "all_proxy", "the system proxy is a SOCKS server");
    }
    set_bypass(system_.bypass, "the system proxy's exceptions");
    for (const std::string& entry : system_.untranslated) {
      plan_.warnings.push_back(fmt::format(
          "The system proxy's exception \"{}\" cannot be expressed for apps; they use the proxy there.", entry));
    }
  }

  void plan_environment() {
    keep("http_proxy", plan_.http_proxy);
    keep("https_proxy", plan_.https_proxy);
    if (const auto bypass = proxy_variable(inherited_, "no_proxy")) {
      set_both("no_proxy", *bypass, nullptr, "kept from the environment");
    }
  }

  /// An inherited proxy, equal in both cases. Our credential joins only when it belongs to that very server.
  void keep(std::string_view name, std::optional<Endpoint>& endpoint) {
    const auto proxy = inherited_proxy(inherited_, name);
    if (!proxy) return;
    if (!proxy->url) {
      const Secret value(proxy->value);
      set_both(name, mask_login(*proxy), &value, "kept from the environment");
      plan_.warnings.push_back(fmt::format("{} in the environment is no proxy URL that can be read; {}.", name,
                                           relay_ ? "those requests go direct" : "it is passed on as it is"));
      return;
    }
    endpoint = proxy->url->endpoint;
    if (proxy->url->credential) {
      plan_.username = proxy->url->credential->username;
      const Secret value(proxy->value);
      set_both(name, mask_login(*proxy), &value, "kept from the environment, which holds a password");
      return;
    }
    const SystemProxySettings& system = settings_.system_proxy;
    const KnownCredential* known = system.authentication ? find({*endpoint, system.username}) : nullptr;
    if (known == nullptr) {
      set_both(name, proxy->value, nullptr, "kept from the environment");
      return;
    }
    plan_.username = system.username;
    set_url({*endpoint, system.username, known->password}, name, "kept from the environment, with the stored password");
  }

  const KnownCredential* find(const CredentialKey& key) const {
    const auto known = std::find_if(credentials_.begin(), credentials_.end(),
                                    [&](const KnownCredential& credential) { return credential.key == key; });
    return known == credentials_.end() ? nullptr : &*known;
  }

  PlannedProxy with_login(const Endpoint& endpoint, bool authentication, const std::string& username,
                          const Credential* from_system) {
    if (authentication) {
      if (const KnownCredential* known = find({endpoint, username})) {
        plan_.username = username;
        return {endpoint, username, known->password};
      }
    }
    if (from_system != nullptr) {
      plan_.username = from_system->username;
      return {endpoint, from_system->username, &from_system->password};
    }
    if (authentication) {
      const std::string warning =
          fmt::format("No password is stored for {}.", CredentialKey{endpoint, username}.description());
      if (std::find(plan_.warnings.begin(), plan_.warnings.end(), warning) == plan_.warnings.end()) {
        plan_.warnings.push_back(warning);
      }
    }
    return {endpoint, "", nullptr};
  }

  void use(const PlannedProxy& proxy, std::string_view name, std::optional<Endpoint>& endpoint,
           std::string_view reason) {
    endpoint = proxy.endpoint;
    set_url(proxy, name, reason);
  }

  void set_url(const PlannedProxy& proxy, std::string_view name, std::string_view reason) {
    if (proxy.username.empty()) {
      set_both(name, proxy.endpoint.url(), nullptr, reason);
      return;
    }
    const std::string masked = format_masked_proxy_url(proxy.endpoint, proxy.username);
    if (proxy.password == nullptr) {
      set_both(name, masked, nullptr, reason);
    } else {
      const Secret url = format_proxy_url(proxy.endpoint, proxy.username, *proxy.password);
      set_both(name, masked, &url, reason);
    }
  }

  void set_bypass(const std::string& text, std::string_view reason) {
    if (relay_) return;
    plan_.bypass = BypassList::parse(text, nullptr);
    plan_.bypass_readers = bypass_readers(client_.kind);
    set_both("no_proxy", render_no_proxy(plan_.bypass), nullptr, reason);
  }

  /// The client's variables name the relay, which alone knows of the proxy and its login.
  void name_relay() {
    plan_.changes.clear();
    const std::string url = fmt::format("http://{}:{}", relay_endpoint().host, kRelayPortWord);
    for (const std::string_view name : {"http_proxy", "https_proxy"}) {
      set_both(name, url, nullptr, "Sallyport's relay, which uses the proxy");
    }
    for (EnvironmentChange& change : plan_.changes) change.names_relay = true;
    set_both("no_proxy", render_no_proxy({}), nullptr, "loopback only; the relay decides the rest");
  }

  void warn_of_hard_proxies() {
    const auto any = [&](ProxyProtocol protocol) {
      return (plan_.http_proxy && plan_.http_proxy->protocol == protocol) ||
             (plan_.https_proxy && plan_.https_proxy->protocol == protocol);
    };
    if (any(ProxyProtocol::kHttps)) {
      plan_.warnings.emplace_back(
          "Many programs cannot speak TLS to a proxy, as they would have to. Through Sallyport they need not: set "
          "delivery to auto or relay.");
    }
    if (any(ProxyProtocol::kSocks5) && !plan_.username.empty()) {
      plan_.warnings.emplace_back(
          "Many programs cannot sign in at a SOCKS5 proxy, as they would have to. Through Sallyport they need not: set "
          "delivery to auto or relay.");
    }
  }

  void set_both(std::string_view lower_case_name, const std::string& value, const Secret* secret,
                std::string_view reason) {
    for (const std::string& name : {std::string(lower_case_name), ascii_upper(lower_case_name)}) {
      set(name, value, secret, std::string(reason));
    }
  }

  [[nodiscard]] std::vector<EnvironmentChange>::iterator find_change(std::string_view name) {
    return std::find_if(plan_.changes.begin(), plan_.changes.end(),
                        [&](const EnvironmentChange& change) { return inherited_.is_same_name(change.name, name); });
  }

  /// Where names are compared without case, the first spelling stays.
  void set(std::string name, const std::string& value, const Secret* secret, std::string reason) {
    if (const auto planned = find_change(name); planned != plan_.changes.end()) {
      name = std::move(planned->name);
      plan_.changes.erase(planned);
    }
    plan_.changes.push_back({EnvironmentChange::Op::kSet, std::move(name), value,
                             secret == nullptr ? std::nullopt : std::optional<Secret>(secret->clone()),
                             std::move(reason)});
  }

  /// What stays of the family would speak for another proxy, in whatever spelling it came.
  void remove_the_rest() {
    for (const auto& [name, value] : inherited_.variables()) {
      if (!is_proxy_variable(name) || find_change(name) != plan_.changes.end()) continue;
      plan_.changes.push_back({EnvironmentChange::Op::kUnset, name, "", std::nullopt, removal_reason()});
    }
  }

  std::string removal_reason() const {
    if (direct_) return "launched without a proxy";
    if (relay_) return "would go past Sallyport's relay";
    switch (plan_.in_force) {
      case InForce::kCustom:
        return "not what the custom proxy says";
      case InForce::kSystem:
        return "not what the system proxy says";
      case InForce::kEnvironment:
        return "names no proxy for HTTP or HTTPS that is in force";
      case InForce::kNone:
        break;
    }
    return "no proxy is in force";
  }

  void add_for_kind() {
    if (!relay_ && plan_.in_force == InForce::kEnvironment) {
      plan_.bypass = BypassList::parse(proxy_variable(inherited_, "no_proxy").value_or(""), nullptr);
      // What reads no_proxy gets it as it is.
      if (client_.kind == ClientKind::kChromium || client_.kind == ClientKind::kJava) {
        plan_.bypass_readers = bypass_readers(client_.kind);
      }
    }
    const std::optional<Endpoint> relay = relay_ ? std::optional(relay_endpoint()) : std::nullopt;
    const ClientProxies proxies{relay_ ? relay : plan_.http_proxy, relay_ ? relay : plan_.https_proxy, plan_.bypass};
    switch (client_.kind) {
      case ClientKind::kChromium:
        return add_chromium_flags(proxies);
      case ClientKind::kJava:
        return add_java_options(proxies);
      case ClientKind::kNode:
        if (!proxies.http && !proxies.https) return;
        return set("NODE_USE_ENV_PROXY", "1", nullptr,
                   "has Node.js use the proxy variables; honoured from version 24, older ones ignore it");
      case ClientKind::kAuto:
      case ClientKind::kPlain:
        break;
    }
  }

  /// On GNOME and KDE these programs take the desktop's setting before the environment; only flags decide.
  void add_chromium_flags(const ClientProxies& proxies) {
    if (!relay_ && plan_.in_force == InForce::kSystem && system_.mode == Mode::kAutomatic) {
      const std::string script = shown_url(system_.pac_url);
      plan_.arguments.push_back(script.empty() ? "--proxy-auto-detect" : "--proxy-pac-url=" + script);
      if (script != system_.pac_url) {
        plan_.warnings.emplace_back(
            "The address of the proxy script (PAC) holds a login, which every user of this machine could read in the "
            "app's arguments: it is left out, and the script may not load. Through Sallyport it works: set delivery to "
            "auto or relay.");
      }
      return;
    }
    plan_.arguments = chromium_flags(proxies, relay_);
    if (!relay_ && !plan_.username.empty()) {
      plan_.warnings.emplace_back(
          "Chromium and Electron drop a proxy's user name and password; this app will be asked for them, or fail. "
          "Through Sallyport it works: set delivery to auto or relay.");
    }
  }

  /// Java reads no proxy variable. What is inherited stays, before these options, and a later one wins.
  void add_java_options(const ClientProxies& proxies) {
    const std::string* inherited = inherited_.find(kJavaVariable);
    const bool overrides = inherited != nullptr && inherited->find("roxyHost") != std::string::npos;
    java_options_ = java_options(proxies, overrides, plan_.warnings);
    if (java_options_.empty()) return;
    set_java(inherited == nullptr || inherited->empty() ? "" : *inherited + " ", java_options_, "",
             "Java reads no proxy variables");
    if (!relay_ && !plan_.username.empty()) {
      plan_.warnings.emplace_back(
          "Java takes no proxy login from its options; this app will be asked for it, or fail. Through Sallyport it "
          "works: set delivery to auto or relay.");
    }
  }

  /// Options of the user's own may name a password.
  void set_java(const std::string& before, const std::string& options, const std::string& after,
                const std::string& reason) {
    const auto shown = [](const std::string& text, const std::string& masked) {
      return text.find("assword") == std::string::npos ? text : masked;
    };
    const std::string real = before + options + after;
    const std::string value = shown(before, "*** ") + options + shown(after, " ***");
    const Secret secret(real);
    set(std::string(kJavaVariable), value, value == real ? nullptr : &secret, reason);
    plan_.changes.back().names_relay = relay_;
  }

  void apply_own_variables() {
    for (const auto& [name, value] : client_.variables) {
      const bool of_family = is_proxy_variable(name);
      if (direct_ && of_family) continue;
      if (name == kJavaVariable && !java_options_.empty()) {
        set_java("", java_options_, " " + value, "Java reads no proxy variables; the app's own options follow and win");
        continue;
      }
      if (!of_family) {
        set(name, value, nullptr, "the app's own variable");
        continue;
      }
      InheritedProxy own{value, std::nullopt};
      if (auto url = parse_proxy_url(value)) own.url = *std::move(url);
      const std::string shown = mask_login(own);
      const Secret real(value);
      set(name, shown, shown == value ? nullptr : &real, "the app's own variable, which wins over the settings");
    }
  }

  /// After the client's own variables, whose files they keep.
  void add_authorities() {
    AuthorityPlan authorities = plan_authorities(settings_.ca_file, client_.authorities, [this](std::string_view name) {
      return client_.own_value(name, inherited_);
    });
    for (auto& each : authorities.variables) set(each.name, each.value, nullptr, std::move(each.reason));
    plan_.bundles = std::move(authorities.bundles);
    plan_.warnings.insert(plan_.warnings.end(), authorities.warnings.begin(), authorities.warnings.end());
  }

  const ProxySettings& settings_;
  const PlanClient& client_;
  const SystemProxyConfiguration& system_;
  const Environment& inherited_;
  std::span<const KnownCredential> credentials_;
  bool direct_;
  bool relay_ = false;
  LaunchPlan plan_;
  std::string java_options_;
};

}  // namespace

std::string PlanClient::own_value(std::string_view name, const Environment& inherited) const {
  const auto own = std::find_if(variables.begin(), variables.end(),
                                [&](const auto& each) { return inherited.is_same_name(each.first, name); });
  if (own != variables.end()) return own->second;
  const std::string* value = inherited.find(name);
  return value == nullptr ? std::string() : *value;
}

LaunchPlan plan_launch(const ProxySettings& settings, const PlanClient& client, const SystemProxyConfiguration& system,
                       const Environment& inherited, std::span<const KnownCredential> credentials, bool direct) {
  return Planner(settings, client, system, inherited, credentials, direct).plan();
}

}  // namespace sallyport
