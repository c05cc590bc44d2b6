#include "app/doctor/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "app/client_status.hpp"
#include "app/doctor/case.hpp"
#include "app/doctor/client_cases.hpp"
#include "app/doctor/configuration_source.hpp"
#include "app/doctor/file_cases.hpp"
#include "app/doctor/proxy_cases.hpp"
#include "app/doctor/proxy_in_force.hpp"
#include "app/load_settings.hpp"
#include "app/save_settings.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

void append(Cases& cases, Cases more) {
  cases.insert(cases.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// A path to compare, without `.` and `..`.
std::string normal(std::string_view path) { return std::filesystem::path(path).lexically_normal().string(); }

Cases examine_files(const Examination& examination, ConfigurationFiles& files, const std::stop_token& stop) {
  Cases cases;
  std::vector<ConfigurationSource> sources = configuration_sources(files.places(), files);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < sources.size() && !stop.stop_requested(); ++i) {
    const ConfigurationSource source = sources[i];
    const std::string path = normal(source.path);
    if (!seen.insert(path).second) continue;
    const auto file = files.read(source.path);
    if (!file) {
      cases.push_back(unread_file(source, file.error().message));
      continue;
    }
    if (!*file) continue;
    const std::string target = normal((*file)->target);
    const bool is_other = target == path || seen.insert(target).second;
    if (!is_other && !source.included_by.empty()) continue;
    append(cases, examine_file(source, **file, examination));
    auto included = included_sources(source, (*file)->text.reveal(), files.places());
    sources.insert(sources.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::make_move_iterator(included.begin()),
                   std::make_move_iterator(included.end()));
  }
  return cases;
}

/// Whether the way to the proxy would ask a keychain that does not answer, or fail for a password that is not there.
bool is_about_the_password(const Case& found) {
  return found.finding.id.starts_with("keychain:") || found.finding.id == "proxy:password";
}

Result<Cases> examine(const DoctorPorts& ports, const Environment& environment, std::string_view wanted,
                      bool tries_connection, const std::stop_token& stop) {
  const auto settings = load_settings(ports.storage);
  if (!settings) return tl::unexpected(settings.error());
  Cases cases;
  SystemProxyConfiguration system;
  if (auto asked = ports.system_proxy.configuration()) system = *std::move(asked);
  const ProxyInForce proxy = proxy_in_force(settings->proxy, system, environment);
  const Examination examination{*settings, proxy, wanted};
  append(cases, examine_settings(examination, system));
  append(cases, examine_desktop_password(examination, system));
  append(cases, examine_files(examination, ports.files, stop));
  append(cases, examine_keyring_folder(examination, environment, ports.files));
  append(cases, examine_menu(examination, ports.menu, ports.programs, environment));
  if (!stop.stop_requested()) append(cases, examine_manager(examination, ports.session));
  if (!stop.stop_requested()) {
    const auto supervisors = ports.supervisors.list(ports.storage.path());
    const auto apps = ports.running_apps.list();
    append(cases, examine_clients(examination,
                                  client_statuses(settings->clients, supervisors, apps, ports.programs, environment),
                                  supervisors, ports.running_apps));
    append(cases, examine_own_environment(examination, environment, supervisors, cases));
  }
  if (!stop.stop_requested()) append(cases, examine_keychain(examination, system, environment, ports.credentials));
  if (tries_connection && !stop.stop_requested()) {
    const Cases script = examine_script(proxy, ports.system_proxy, ports.session, stop);
    const bool can_be_tried =
        script.empty() && proxy.sends_to_proxy() && std::none_of(cases.begin(), cases.end(), is_about_the_password);
    for (const Case& each : script) cases.push_back({each.finding, std::nullopt});
    if (can_be_tried && !stop.stop_requested()) {
      append(cases, examine_connection(*settings, ports.system_proxy, environment, ports.checker, stop));
    }
  }
  return cases;
}

/// Undoes what was stored in the keychain, unless it is told that all went well.
class KeptPasswords {
 public:
  KeptPasswords(CredentialStore& credentials, const CredentialCall& call) : credentials_(credentials), call_(call) {}
  ~KeptPasswords() {
    for (const CredentialKey& key : stored_) static_cast<void>(credentials_.forget(key, call_));
  }
  KeptPasswords(const KeptPasswords&) = delete;
  KeptPasswords& operator=(const KeptPasswords&) = delete;

  Result<std::string> keep(const FixPlan::KeptPassword& kept) {
    const auto present = credentials_.find(kept.key, call_);
    if (present) {
      return present->password.equals(kept.password)
                 ? fmt::format("The keychain had the password of {} already.", kept.key.description())
                 : fmt::format("The keychain had another password of {} already, which was left there.",
                               kept.key.description());
    }
    if (present.error().code != ErrorCode::kCredentialNotStored) return tl::unexpected(present.error());
    if (auto stored = credentials_.store(kept.key, kept.password, call_); !stored)
      return tl::unexpected(stored.error());
    stored_.push_back(kept.key);
    return fmt::format("The keychain has the password of {} now.", kept.key.description());
  }
  void settle() { stored_.clear(); }

 private:
  CredentialStore& credentials_;
  const CredentialCall& call_;
  std::vector<CredentialKey> stored_;
};

void set_login(Settings& settings, const FixPlan::SettingsLogin& login) {
  const auto set = [&](auto& proxy) {
    proxy.authentication = true;
    proxy.username = login.username;
  };
  login.proxy == InForce::kCustom ? set(settings.proxy.custom_proxy) : set(settings.proxy.system_proxy);
}

const std::string& reason_of(const SaveFailure& failure) {
  return failure.error ? failure.error->message : failure.fields.front().message;
}

}  // namespace

Doctor::Doctor(const DoctorPorts& ports, Environment environment)
    : ports_(ports), environment_(std::move(environment)) {}

Result<std::vector<Finding>> Doctor::diagnose(const std::stop_token& stop) {
  auto cases = examine(ports_, environment_, {}, true, stop);
  if (!cases) return tl::unexpected(cases.error());
  std::vector<Finding> findings;
  findings.reserve(cases->size());
  for (Case& each : *cases) findings.push_back(std::move(each.finding));
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
  return findings;
}

Result<FixPlan> Doctor::preview_fix(std::string_view id) {
  auto cases = examine(ports_, environment_, id, false, {});
  if (!cases) return tl::unexpected(cases.error());
  const auto found =
      std::find_if(cases->begin(), cases->end(), [&](const Case& each) { return each.finding.id == id; });
  if (found == cases->end()) {
    return failure(
        ErrorCode::kUnknownName,
        fmt::format("There is no finding \"{}\" that has a fix. `sallyport doctor` lists the findings.", id));
  }
  if (found->plan) return *std::move(found->plan);
  const std::string& advice = found->finding.advice;
  return failure(ErrorCode::kUnsupported,
                 fmt::format("Sallyport has no fix for \"{}\".{}{}", id, advice.empty() ? "" : " ", advice));
}

Result<FixReport> Doctor::apply_fix(const FixPlan& plan, const CredentialCall& call) {
  FixReport report;
  KeptPasswords kept(ports_.credentials, call);
  for (const FixPlan::KeptPassword& each : plan.passwords) {
    auto sentence = kept.keep(each);
    if (!sentence) return tl::unexpected(std::move(sentence.error()));
    report.sentences.push_back(*std::move(sentence));
  }
  if (plan.file) {
    auto backup = ports_.files.replace(plan.file->seen, plan.file->text);
    if (!backup) return tl::unexpected(std::move(backup.error()));
    report.sentences.push_back(
        fmt::format("Changed {}; as it was before, it is in {}.", plan.file->seen.target, *backup));
    if (!plan.passwords.empty()) {
      report.sentences.emplace_back("That copy still has the password: remove it when all works.");
    }
    report.backup = *std::move(backup);
  }
  if (!plan.manager_variables.empty()) {
    if (auto unset = ports_.session.unset_in_manager(plan.manager_variables); !unset)
      return tl::unexpected(unset.error());
    report.sentences.push_back(
        fmt::format("The session's environment no longer has {}.", enumeration(plan.manager_variables)));
  }
  if (plan.desktop_password) {
    if (auto forgotten = ports_.session.forget_proxy_password(); !forgotten) return tl::unexpected(forgotten.error());
    report.sentences.emplace_back("The desktop's settings no longer have the password.");
  }
  kept.settle();
  if (!plan.private_folder.empty()) {
    if (auto made = ports_.files.make_private(plan.private_folder); !made) return tl::unexpected(made.error());
    report.sentences.push_back(fmt::format("{} has mode 700 now.", plan.private_folder));
  }
  if (plan.menu_entry) {
    const auto added = ports_.menu.add(*plan.menu_entry);
    if (!added) return tl::unexpected(added.error());
    report.sentences.push_back(added->empty() ? "The menu entry was written anew." : *added);
  }
  if (plan.login) {
    const auto saved = SaveSettings(ports_.storage, ports_.credentials, ports_.menu)
                           .save(
                               [&](Settings& settings) -> Result<void> {
                                 set_login(settings, *plan.login);
                                 return {};
                               },
                               {}, call);
    report.sentences.push_back(
        saved ? fmt::format("The settings say that the proxy wants a login, as {}.", plan.login->username)
              : fmt::format("The settings could not be changed: {} Until authentication is on there, as {}, the "
                            "password is not used.",
                            reason_of(saved.error()), plan.login->username));
  }
  return report;
}

}  // namespace sallyport
