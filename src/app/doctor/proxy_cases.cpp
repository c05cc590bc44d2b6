#include "app/doctor/proxy_cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/check_connection.hpp"
#include "app/doctor/configuration_text.hpp"
#include "app/doctor/proxy_login.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/credential_command.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

constexpr std::chrono::seconds kKeychainTime{2};
constexpr std::chrono::seconds kScriptTime{5};

Finding finding_of(std::string id, Severity severity, std::string title) {
  Finding finding;
  finding.id = std::move(id);
  finding.severity = severity;
  finding.title = std::move(title);
  return finding;
}

Case case_of(std::string id, Severity severity, std::string title) {
  return {finding_of(std::move(id), severity, std::move(title)), std::nullopt};
}

Cases one(Case found) {
  Cases cases;
  cases.push_back(std::move(found));
  return cases;
}

Case manager_variable(const Examination& examination, const SessionEnvironment& session, const std::string& name,
                      const std::string& value, const std::string& why) {
  Case found = case_of(fmt::format("variable:{}:{}", session.keeper, name), Severity::kWarning,
                       fmt::format("The {} sets a proxy that contradicts the settings.", session.name));
  found.finding.evidence = {fmt::format("{}={} ({})", name, masked_value(value), why)};
  FixPlan plan;
  plan.manager_variables = {name};
  plan.offer.description = fmt::format("Takes {} from the {}{}. Programs that the session starts no longer get it.",
                                       name, session.name, session.lasts);
  plan.offer.diff = fmt::format("--- {}\n-{}={}\n", session.name, name, masked_value(value));
  found.offer(examination, std::move(plan));
  return found;
}

Case manager_password(const Examination& examination, const SessionEnvironment& session, const std::string& name,
                      const std::string& value, ProxyUrl url) {
  const CredentialKey key{url.endpoint, url.credential->username};
  Case found = case_of(fmt::format("password:{}:{}", session.keeper, name), Severity::kProblem,
                       fmt::format("The {} has the password of {} in plain text.", session.name, key.description()));
  found.finding.evidence = {fmt::format("{}={}", name, masked_value(value)),
                            "Read by: programs that the session starts, and whoever asks it"};
  if (!examination.proxy.names(key.proxy) && !examination.proxy.takes_variables) {
    found.advise("Sallyport can keep this password when its settings name this proxy.");
    return found;
  }
  FixPlan plan;
  plan.manager_variables = {name};
  plan.offer.description = fmt::format(
      "Moves the password of {} into the keychain and takes {} from the {}{}. Programs that are started without "
      "Sallyport then no longer use the proxy: start them by `sallyport run -- PROGRAM`, or as clients.",
      key.description(), name, session.name, session.lasts);
  plan.offer.diff = fmt::format("--- {}\n-{}={}\n", session.name, name, masked_value(value));
  plan.passwords.push_back({key, std::move(url.credential->password)});
  add_missing_login(plan, examination);
  found.offer(examination, std::move(plan));
  return found;
}

Case keychain_case(const Error& error, const CredentialKey& key) {
  Case found;
  if (error.code == ErrorCode::kKeychainAbsent) {
    found = case_of("keychain:absent", Severity::kProblem, "No keychain answers in this session.");
    found.advise("Start GNOME Keyring, KWallet or KeePassXC, or sign in to the desktop again.");
  } else if (error.code == ErrorCode::kKeychainLocked) {
    found = case_of("keychain:locked", Severity::kWarning, "The keychain is locked.");
    found.advise("Unlock it; until then what Sallyport starts waits for that.");
  } else {
    found = case_of("keychain:failed", Severity::kProblem, "The keychain does not answer as it should.");
    found.advise("Sign in to the desktop again, or start its keychain anew.");
  }
  found.finding.evidence = {error.message, fmt::format("It is to hold the password of {}.", key.description())};
  return found;
}

}  // namespace

Cases examine_settings(const Examination& examination, const SystemProxyConfiguration& system) {
  Cases cases;
  const ProxySettings& settings = examination.settings.proxy;
  const bool both = settings.custom_proxy.enabled && settings.system_proxy.enabled;
  const auto custom = settings.custom_proxy.endpoint();
  const auto is_other = [&](const std::optional<SystemProxyServer>& server) {
    return server && custom && server->endpoint != *custom;
  };
  const bool disagree =
      system.mode == Mode::kAutomatic ||
      (system.mode == Mode::kManual && (is_other(system.http) || is_other(system.https) || is_other(system.socks)));
  if (both && disagree) {
    Case found =
        case_of("proxy:both", Severity::kNote, "The custom proxy and the system proxy are both on, and disagree.");
    found.finding.evidence = {fmt::format("Custom: {}, which wins", custom ? custom->url() : "not readable"),
                              fmt::format("System: {}", system.summary())};
    found.advise("What Sallyport starts uses the custom proxy; other programs use the system's.");
    cases.push_back(std::move(found));
  }
  if (settings.system_proxy.enabled && !settings.custom_proxy.enabled && system.mode != Mode::kUnknown &&
      !system.note.empty()) {
    Case found = case_of("proxy:system", Severity::kWarning, "The desktop's proxy settings cannot all be used.");
    found.finding.evidence = {system.note};
    cases.push_back(std::move(found));
  }
  return cases;
}

Cases examine_desktop_password(const Examination& examination, const SystemProxyConfiguration& system) {
  for (const auto* server : {&system.http, &system.https, &system.socks}) {
    if (!*server || !(*server)->credential || (*server)->credential->password.empty()) continue;
    const CredentialKey key{(*server)->endpoint, (*server)->credential->username};
    const bool is_gnome = system.source == "GNOME";
    Case found = case_of(
        is_gnome ? "password:gnome" : "password:kde", Severity::kProblem,
        fmt::format("{}'s proxy settings have the password of {} in plain text.", system.source, key.description()));
    found.finding.evidence = {is_gnome ? "dconf: org.gnome.system.proxy.http authentication-password"
                                       : "~/.config/kioslaverc, [Proxy Settings]",
                              "Read by: programs that take the desktop's proxy"};
    if (!is_gnome) {
      found.advise("Take it out in the system settings of KDE; Sallyport keeps it once it is entered there.");
      return one(std::move(found));
    }
    FixPlan plan;
    plan.passwords.push_back({key, (*server)->credential->password.clone()});
    plan.desktop_password = true;
    plan.offer.description = fmt::format(
        "Moves the password of {} into the keychain and takes it from GNOME's settings. GNOME's own programs then no "
        "longer sign in to the proxy by themselves; what Sallyport starts does.",
        key.description());
    plan.offer.diff =
        "--- dconf org.gnome.system.proxy.http\n-authentication-password '***'\n+authentication-password ''\n";
    // The login inside the answer is used only as long as it is whole.
    const SystemProxySettings& settings = examination.settings.proxy.system_proxy;
    if (!settings.authentication) add_login(plan, {InForce::kSystem, key.username});
    found.offer(examination, std::move(plan));
    return one(std::move(found));
  }
  return {};
}

Cases examine_manager(const Examination& examination, DesktopSession& session) {
  Cases cases;
  const auto environment = session.manager_environment();
  if (!environment) {
    Case found = case_of("session:manager", Severity::kNote, "The session's environment was not looked at.");
    found.finding.evidence = {environment.error().message};
    return one(std::move(found));
  }
  if (!*environment) return cases;
  for (const auto& [name, value] : (*environment)->variables.variables()) {
    if (!concerns_proxy(name)) continue;
    if (is_proxy_variable(name) && !is_bypass_variable(name)) {
      const std::string why = contradiction(name, value, examination.proxy);
      if (!why.empty()) cases.push_back(manager_variable(examination, **environment, name, value, why));
    }
    FoundSetting setting{.name = name, .value = Secret(value)};
    if (auto url = proxy_login(setting))
      cases.push_back(manager_password(examination, **environment, name, value, *std::move(url)));
  }
  return cases;
}

Cases examine_keychain(const Examination& examination, const SystemProxyConfiguration& system,
                       const Environment& environment, CredentialStore& credentials) {
  for (const NeededCredential& needed : credentials_needed(examination.settings.proxy, system, environment, false)) {
    if (!needed.required) continue;
    const auto status = credentials.status(needed.key, {kKeychainTime, {}});
    if (!status) return one(keychain_case(status.error(), needed.key));
    if (status->stored == CredentialStatus::Stored::kYes) continue;
    if (status->stored == CredentialStatus::Stored::kLocked) {
      return one(keychain_case({ErrorCode::kKeychainLocked, "The keychain was asked, and is locked."}, needed.key));
    }
    Case found = case_of("proxy:password", Severity::kProblem,
                         fmt::format("No password is stored for {}.", needed.key.description()));
    const bool is_custom = examination.proxy.source == InForce::kCustom;
    found.finding.evidence = {fmt::format("{}_proxy.authentication is on", is_custom ? "custom" : "system")};
    found.advise(fmt::format("Enter it in the settings window, or by `{}`.",
                             credential_command(examination.proxy.source, needed.key.proxy)));
    return one(std::move(found));
  }
  return {};
}

Cases examine_keyring_folder(const Examination& examination, const Environment& environment,
                             ConfigurationFiles& files) {
  const std::string* data = environment.find("XDG_DATA_HOME");
  const std::string* home = environment.find("HOME");
  const bool has_data = data != nullptr && data->starts_with('/');
  if (!has_data && home == nullptr) return {};
  const std::string path = (has_data ? *data : *home + "/.local/share") + "/keyrings";
  const auto folder = files.folder(path);
  if (!folder || (folder->mode & 0777U) == 0700U) return {};
  Case found = case_of("keychain:folder", Severity::kProblem, "The folder of GNOME Keyring has the wrong mode.");
  found.finding.evidence = {fmt::format("{} has mode {:o}, not 700", path, folder->mode & 0777U)};
  found.advise("GNOME Keyring refuses a folder that others may enter, or that it cannot enter itself.");
  if (!folder->owner.empty()) {
    found.advise(fmt::format("It belongs to {}, so Sallyport does not change it.", folder->owner));
    return one(std::move(found));
  }
  FixPlan plan;
  plan.private_folder = path;
  plan.offer.description = fmt::format("Gives {} the mode 700. Nothing stops working.", path);
  plan.offer.diff = fmt::format("--- {}\n-mode {:o}\n+mode 700\n", path, folder->mode & 0777U);
  found.offer(examination, std::move(plan));
  return one(std::move(found));
}

Cases examine_script(const ProxyInForce& proxy, SystemProxy& system_proxy, DesktopSession& session,
                     const std::stop_token& stop) {
  if (!proxy.is_script) return {};
  if (const auto missing = session.missing_for_proxy_scripts(); !missing.empty()) {
    Case found = case_of("pac:runner", Severity::kProblem, "The desktop cannot run its proxy script (PAC).");
    std::string packages;
    for (const std::string& each : missing) packages += " " + each;
    found.finding.evidence = {fmt::format("In force: {}", proxy.words), fmt::format("Missing:{}", packages)};
    found.advise(fmt::format("Install what is missing, as in: sudo apt install{}", packages));
    return one(std::move(found));
  }
  const auto answers = system_proxy.resolve(std::string(kCheckedUrl), kScriptTime, stop);
  if (answers || answers.error().code == ErrorCode::kCancelled) return {};
  Case found = case_of("pac:script", Severity::kProblem, "The system's proxy script (PAC) gives no answer.");
  found.finding.evidence = {answers.error().message};
  found.advise(fmt::format("Ask whoever runs the network about {}, or use a custom proxy in its place.", proxy.words));
  return one(std::move(found));
}

Cases examine_connection(const Settings& settings, SystemProxy& system_proxy, const Environment& environment,
                         ConnectionChecker& checker, const std::stop_token& stop) {
  const auto request = check_request(kCheckedUrl, settings.proxy, system_proxy, environment);
  if (!request) return {};
  // What lies behind the proxy is no affair of the doctor's.
  std::stop_source enough;
  const std::stop_callback forward(stop, [&] { enough.request_stop(); });
  ConnectionChecker::Observer observer;
  observer.ended = [&](const CheckResult& result) {
    if (result.stage == CheckStage::kTunnel) enough.request_stop();
  };
  const CheckReport report = checker.check(*request, observer, enough.get_token());
  if (!report.proxy || !failed_at_proxy(report)) return {};
  const CheckResult& failed = report.stages.back();
  // A proxy that answers as one may have its reasons for one site.
  const bool is_about_site = failed.stage == CheckStage::kTunnel;
  const std::string proxy = report.proxy->url();
  Case found =
      case_of(fmt::format("connection:{}", name_of(failed.stage)), is_about_site ? Severity::kNote : Severity::kProblem,
              is_about_site ? fmt::format("{} opens no way to {}.", proxy, kCheckedUrl)
                            : fmt::format("The way through {} does not work.", proxy));
  found.finding.evidence = {failed.detail, fmt::format("Tried for {}, up to: {} ({} ms)", kCheckedUrl,
                                                       name_of(failed.stage), failed.took.count())};
  found.advise(failed.advice);
  return one(std::move(found));
}

}  // namespace sallyport
