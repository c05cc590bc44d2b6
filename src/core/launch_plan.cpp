#include "sallyport/core/launch_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/ascii.hpp"
#include "sallyport/core/bypass_rendering.hpp"
#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

/// A proxy with the login that goes into its URL.
struct PlannedProxy {
  Endpoint endpoint;
  std::string username;              ///< empty: no login
  const Secret* password = nullptr;  ///< null beside a username: stored, not asked for
};

/// The environment's own proxy of one kind of request.
struct InheritedProxy {
  std::string value;
  std::optional<ProxyUrl> url;  ///< empty when it cannot be read
};

std::optional<InheritedProxy> inherited_proxy(const Environment& environment, std::string_view name) {
  auto value = proxy_variable(environment, name);
  if (!value) return std::nullopt;
  InheritedProxy proxy{*std::move(value), std::nullopt};
  if (auto url = parse_proxy_url(proxy.value)) proxy.url = *std::move(url);
  return proxy;
}

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
    remove_the_rest();
    if (client_.kind == ClientKind::kChromium) add_chromium_flags();
    apply_own_variables();
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
    if (system_.mode == Mode::kAutomatic) {
      plan_.warnings.emplace_back(
          "The system proxy is automatic (PAC), which environment variables cannot express; proxy variables are "
          "removed "
          "and PAC takes effect through the relay only.");
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
      plan_.warnings.push_back(
          fmt::format("{} in the environment is no proxy URL that can be read; it is passed on as it is.", name));
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
    const BypassList list = BypassList::parse(text, nullptr);
    RenderedBypass rendered = render_no_proxy(list);
    set_both("no_proxy", rendered.text, nullptr, reason);
    if (client_.kind == ClientKind::kChromium) {
      rendered = render_chromium_bypass(list);
      chromium_bypass_ = rendered.text;
    }
    plan_.warnings.insert(plan_.warnings.end(), rendered.warnings.begin(), rendered.warnings.end());
  }

  void set_both(std::string_view lower_case_name, const std::string& value, const Secret* secret,
                std::string_view reason) {
    for (const std::string& name : {std::string(lower_case_name), ascii_upper(lower_case_name)}) {
      set(name, value, secret, std::string(reason));
    }
  }

  void set(const std::string& name, const std::string& value, const Secret* secret, std::string reason) {
    std::erase_if(plan_.changes, [&](const EnvironmentChange& change) { return change.name == name; });
    plan_.changes.push_back({EnvironmentChange::Op::kSet, name, value,
                             secret == nullptr ? std::nullopt : std::optional<Secret>(secret->clone()),
                             std::move(reason)});
  }

  /// What stays of the family would speak for another proxy, in whatever spelling it came.
  void remove_the_rest() {
    for (const auto& [name, value] : inherited_.variables()) {
      const auto planned = [&n = name](const EnvironmentChange& change) { return change.name == n; };
      if (!is_proxy_variable(name) || std::any_of(plan_.changes.begin(), plan_.changes.end(), planned)) continue;
      plan_.changes.push_back({EnvironmentChange::Op::kUnset, name, "", std::nullopt, removal_reason()});
    }
  }

  std::string removal_reason() const {
    if (direct_) return "launched without a proxy";
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

  /// On GNOME and KDE these programs take the desktop's setting before the environment; only flags decide.
  void add_chromium_flags() {
    std::vector<std::string>& flags = plan_.arguments;
    if (plan_.in_force == InForce::kSystem && system_.mode == Mode::kAutomatic) {
      flags.push_back(system_.pac_url.empty() ? "--proxy-auto-detect" : "--proxy-pac-url=" + system_.pac_url);
      return;
    }
    if (!plan_.http_proxy && !plan_.https_proxy) {
      flags.emplace_back("--no-proxy-server");
      return;
    }
    const auto server = [](const Endpoint& endpoint) {
      // Chromium's word for SOCKS5 with names resolved by the proxy is socks5.
      return endpoint.protocol == ProxyProtocol::kSocks5 ? "socks5://" + endpoint.host_and_port() : endpoint.url();
    };
    if (plan_.http_proxy == plan_.https_proxy) {
      flags.push_back("--proxy-server=" + server(*plan_.http_proxy));
    } else if (plan_.http_proxy && plan_.https_proxy) {
      flags.push_back(
          fmt::format("--proxy-server=http={};https={}", server(*plan_.http_proxy), server(*plan_.https_proxy)));
    } else if (plan_.http_proxy) {
      flags.push_back("--proxy-server=http=" + server(*plan_.http_proxy));
    } else {
      flags.push_back("--proxy-server=https=" + server(*plan_.https_proxy));
    }
    if (plan_.in_force == InForce::kEnvironment) {
      if (const auto bypass = proxy_variable(inherited_, "no_proxy")) {
        chromium_bypass_ = render_chromium_bypass(BypassList::parse(*bypass, nullptr)).text;
      }
    }
    if (!chromium_bypass_.empty()) flags.push_back("--proxy-bypass-list=" + chromium_bypass_);
    if (!plan_.username.empty()) {
      plan_.warnings.emplace_back(
          "Chromium and Electron drop a proxy's user name and password; this app will be asked for them, or fail.");
    }
  }

  void apply_own_variables() {
    for (const auto& [name, value] : client_.variables) {
      const bool of_family = is_proxy_variable(name);
      if (direct_ && of_family) continue;
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

  const ProxySettings& settings_;
  const PlanClient& client_;
  const SystemProxyConfiguration& system_;
  const Environment& inherited_;
  std::span<const KnownCredential> credentials_;
  bool direct_;
  LaunchPlan plan_;
  std::string chromium_bypass_;
};

void need(std::vector<NeededCredential>& needed, const Endpoint& endpoint, const std::string& username, bool required) {
  CredentialKey key{endpoint, username};
  const bool known =
      std::any_of(needed.begin(), needed.end(), [&](const NeededCredential& other) { return other.key == key; });
  if (!known) needed.push_back({std::move(key), required});
}

}  // namespace

std::string_view to_string(InForce in_force) {
  switch (in_force) {
    case InForce::kCustom:
      return "custom";
    case InForce::kSystem:
      return "system";
    case InForce::kEnvironment:
      return "environment";
    case InForce::kNone:
      break;
  }
  return "none";
}

InForce source_in_force(const ProxySettings& settings, const Environment& inherited, bool direct) {
  if (direct) return InForce::kNone;
  if (settings.custom_proxy.enabled) return InForce::kCustom;
  if (!settings.system_proxy.enabled) return InForce::kNone;
  return settings.system_proxy.respect_environment && names_proxy(inherited) ? InForce::kEnvironment : InForce::kSystem;
}

std::vector<NeededCredential> credentials_needed(const ProxySettings& settings, const SystemProxyConfiguration& system,
                                                 const Environment& inherited, bool direct) {
  std::vector<NeededCredential> needed;
  const SystemProxySettings& own = settings.system_proxy;
  switch (source_in_force(settings, inherited, direct)) {
    case InForce::kCustom:
      if (const auto endpoint = settings.custom_proxy.endpoint(); endpoint && settings.custom_proxy.authentication) {
        need(needed, *endpoint, settings.custom_proxy.username, true);
      }
      break;
    case InForce::kSystem: {
      if (!own.authentication || system.mode != Mode::kManual) break;
      const bool socks_only = !system.http && !system.https;
      for (const auto* server : {&system.http, &system.https, &system.socks}) {
        if (!*server || (server == &system.socks && !socks_only)) continue;
        need(needed, (*server)->endpoint, own.username, !(*server)->credential);
      }
      break;
    }
    case InForce::kEnvironment:
      if (!own.authentication) break;
      for (const std::string_view name : {"http_proxy", "https_proxy"}) {
        const auto proxy = inherited_proxy(inherited, name);
        if (proxy && proxy->url && !proxy->url->credential) need(needed, proxy->url->endpoint, own.username, false);
      }
      break;
    case InForce::kNone:
      break;
  }
  return needed;
}

LaunchPlan plan_launch(const ProxySettings& settings, const PlanClient& client, const SystemProxyConfiguration& system,
                       const Environment& inherited, std::span<const KnownCredential> credentials, bool direct) {
  return Planner(settings, client, system, inherited, credentials, direct).plan();
}

Environment LaunchPlan::apply(const Environment& inherited) const {
  Environment environment = inherited;
  for (const EnvironmentChange& change : changes) {
    if (change.op == EnvironmentChange::Op::kUnset) {
      environment.unset(change.name);
    } else {
      environment.set(change.name, change.secret_value ? change.secret_value->reveal() : change.value);
    }
  }
  return environment;
}

bool LaunchPlan::holds_password() const {
  return std::any_of(changes.begin(), changes.end(), [](const EnvironmentChange& change) {
    return change.secret_value.has_value() || change.value.find(":***@") != std::string::npos;
  });
}

std::string LaunchPlan::fingerprint() const {
  std::string text;
  for (const EnvironmentChange& change : changes) {
    // Length first, so that no value can imitate the next entry.
    const char op = change.op == EnvironmentChange::Op::kSet ? '+' : '-';
    text += fmt::format("{}{}={}:{}\n", op, change.name, change.value.size(), change.value);
  }
  for (const std::string& argument : arguments) text += fmt::format("{}:{}\n", argument.size(), argument);
  return text;
}

}  // namespace sallyport
