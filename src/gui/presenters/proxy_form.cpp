#include "presenters/proxy_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "sallyport/core/bypass_warnings.hpp"
#include "sallyport/core/endpoint.hpp"

namespace sallyport {
namespace {

/// `alice at proxy.example.com:8080 and proxy.example.com:8443`.
std::string owner_of(const std::vector<CredentialKey>& keys) {
  std::string text = keys.front().description();
  for (std::size_t i = 1; i < keys.size(); ++i) text += " and " + keys[i].proxy.host_and_port();
  return text;
}

VariableValue values_in(const Environment& environment) {
  return [&environment](std::string_view name) { return PlanClient{}.own_value(name, environment); };
}

}  // namespace

ProxyForm::ProxyForm(Environment inherited) : inherited_(std::move(inherited)) {}

void ProxyForm::load(const ProxySettings& saved) {
  saved_ = saved;
  edited_ = saved;
  port_changed_ = false;
  authority_file_ = !saved.ca_file.empty() && saved.ca_file != kSystemAuthorities;
  system_password_ = {};
  custom_password_ = {};
  left_.clear();
  show_all_ = false;
}

void ProxyForm::edit(const ProxySettings& edited, std::string_view port) {
  edited_ = edited;
  const auto number = parse_port(port);
  // A port that is not given matters only when the proxy is used; nothing else can stand in the file for "none".
  const bool left_out = port.empty() && !edited.custom_proxy.enabled;
  edited_.custom_proxy.port = number ? *number : left_out ? CustomProxySettings{}.port : 0;
  port_changed_ = !number && !left_out;
}

void ProxyForm::set_system_configuration(SystemProxyConfiguration configuration) {
  system_ = std::move(configuration);
  system_known_ = true;
}

void ProxyForm::set_authority_files(const std::vector<std::string>& candidates, AuthorityFiles files) {
  if (candidates != authority_candidates()) return;
  asked_authorities_ = candidates;
  authorities_ = std::move(files);
}

bool ProxyForm::changed() const {
  const auto touched = [](const Password& password) { return password.typed || !password.forgotten.empty(); };
  return edited_ != saved_ || port_changed_ || touched(system_password_) || touched(custom_password_);
}

bool ProxyForm::is_used(std::string_view field) const {
  const SystemProxySettings& system = edited_.system_proxy;
  const CustomProxySettings& custom = edited_.custom_proxy;
  if (field == "system_proxy.enabled" || field == "custom_proxy.enabled" || field == "delivery") return true;
  if (field == "ca_file") return authority_file_ || !error_at(field).empty();
  if (field == "custom_proxy.ca_file" && custom.protocol != ProxyProtocol::kHttps) return !error_at(field).empty();
  const bool login = field.ends_with(".username") || field.ends_with(".password");
  const bool used = field.starts_with("system_proxy.") ? system.enabled && (!login || system.authentication)
                                                       : custom.enabled && (!login || custom.authentication);
  return used || !error_at(field).empty();
}

std::vector<FieldError> ProxyForm::errors() const {
  std::vector<FieldError> errors = validate(edited_);
  if (authority_file_ && edited_.ca_file.empty()) {
    errors.push_back({"ca_file", "Choose the file, or let apps trust nothing more."});
  }
  const auto add = [&](ProxySource source, std::string_view section, std::string message) {
    const bool homeless = password(source).typed && password_keys(source).empty();
    // With the server or the user name to be corrected first, that is the error to show.
    const auto is_in_section = [&](const FieldError& error) { return error.field.starts_with(section); };
    if (homeless && std::ranges::none_of(errors, is_in_section))
      errors.push_back({std::string(section) + "password", std::move(message)});
  };
  add(ProxySource::kSystem, "system_proxy.",
      edited_.system_proxy.username.empty() ? "Enter the user name that the password belongs to."
                                            : no_server_for_password());
  add(ProxySource::kCustom, "custom_proxy.", "Enter the server and the user name that the password belongs to.");
  return errors;
}

std::string ProxyForm::error_at(std::string_view field) const {
  if (!show_all_ && !left_.contains(field)) return {};
  for (const FieldError& error : errors())
    if (error.field == field) return error.message;
  return {};
}

LaunchPlan ProxyForm::plan() const {
  std::vector<KnownCredential> known;
  for (const ProxySource source : {ProxySource::kSystem, ProxySource::kCustom}) {
    if (password_missing(source)) continue;
    for (const CredentialKey& key : password_keys(source)) known.push_back({key, nullptr});
  }
  const std::vector<std::string> candidates = authority_candidates();
  const bool asked = authorities_ && asked_authorities_ == candidates;
  ProxySettings planned = edited_;
  if (!asked) planned.ca_file.clear();
  PlanClient client;
  if (asked) client.authorities = *authorities_;
  return plan_launch(planned, client, system_, inherited_, known, false);
}

std::string ProxyForm::sentence() const {
  const std::vector<FieldError> broken = errors();
  if (!broken.empty()) return broken.front().message;
  if (!system_known_ && source_in_force(edited_, inherited_, false) == InForce::kSystem)
    return "Asking the system for its proxy…";
  return describe(plan(), edited_, system_);
}

std::string ProxyForm::system_summary() const {
  if (!system_known_) return "Asking the system for its proxy…";
  return system_.summary();
}

std::string ProxyForm::system_in_force() const {
  return source_in_force(edited_, inherited_, false) == InForce::kSystem ? system_summary() : std::string();
}

std::string ProxyForm::system_note() const {
  if (!system_known_ || !edited_.system_proxy.enabled) return {};
  std::string text;
  if (system_.mode != SystemProxyConfiguration::Mode::kUnknown) text = system_.note;  // else it is the summary
  if (!system_.untranslated.empty()) {
    std::string entries;
    for (const std::string& entry : system_.untranslated) entries += (entries.empty() ? "" : ", ") + entry;
    text += fmt::format("{}These bypass entries of the system cannot be given to apps: {}.", text.empty() ? "" : " ",
                        entries);
  }
  return text;
}

std::string ProxyForm::bypass_note() const {
  const LaunchPlan planned = plan();
  if (planned.in_force != InForce::kCustom || planned.delivery == Delivery::kRelay) return {};
  std::string text;
  // Which of them the apps are is not the page's affair.
  for (const BypassWarning& warning : bypass_warnings(planned.bypass, no_proxy_readers()))
    text += (text.empty() ? "" : "\n") + warning.sentence();
  return text;
}

std::string ProxyForm::delivery_note() const {
  if (!system_known_ && source_in_force(edited_, inherited_, false) == InForce::kSystem) return {};
  const LaunchPlan planned = plan();
  if (planned.delivery == Delivery::kEnvironment && planned.holds_password())
    return planned.delivery_reason + " Apps see the password.";
  return planned.delivery_reason;
}

std::vector<std::string> ProxyForm::authority_candidates() const {
  return sallyport::authority_candidates(edited_.ca_file, values_in(inherited_));
}

std::string ProxyForm::authority_note() const {
  if (!authorities_ || asked_authorities_ != authority_candidates() || edited_.ca_file.empty()) return {};
  std::string text;
  for (const std::string& warning : plan_authorities(edited_.ca_file, *authorities_, values_in(inherited_)).warnings)
    text += (text.empty() ? "" : " ") + warning;
  return text;
}

std::vector<CredentialKey> ProxyForm::password_keys(ProxySource source) const {
  std::vector<CredentialKey> keys;
  if (source == ProxySource::kCustom) {
    const CustomProxySettings& custom = edited_.custom_proxy;
    if (const auto endpoint = custom.endpoint(); endpoint && !custom.username.empty())
      keys.push_back({*endpoint, custom.username});
    return keys;
  }
  ProxySettings alone = edited_;
  alone.custom_proxy.enabled = false;
  alone.system_proxy.enabled = true;
  alone.system_proxy.authentication = true;
  if (alone.system_proxy.username.empty()) return keys;
  for (const NeededCredential& needed : credentials_needed(alone, system_, inherited_, false))
    keys.push_back(needed.key);
  return keys;
}

void ProxyForm::set_forget(ProxySource source, bool forget) {
  password(source).forgotten = forget ? password_keys(source) : std::vector<CredentialKey>{};
}

void ProxyForm::set_password_state(ProxySource source, const std::vector<CredentialKey>& keys, PasswordState state) {
  if (keys != password_keys(source)) return;
  password(source).keys = keys;
  password(source).state = state;
}

PasswordState ProxyForm::password_state(ProxySource source) const {
  const Password& of = password(source);
  return of.keys == password_keys(source) ? of.state : PasswordState::kNotAsked;
}

bool ProxyForm::is_forgotten(ProxySource source) const {
  const Password& of = password(source);
  return !of.forgotten.empty() && of.forgotten == password_keys(source);
}

bool ProxyForm::can_forget(ProxySource source) const {
  const PasswordState state = password_state(source);
  return !password_keys(source).empty() && (state == PasswordState::kStored || state == PasswordState::kLocked);
}

bool ProxyForm::wants_password(ProxySource source) const {
  return source == ProxySource::kSystem ? edited_.system_proxy.enabled && edited_.system_proxy.authentication
                                        : edited_.custom_proxy.enabled && edited_.custom_proxy.authentication;
}

bool ProxyForm::password_missing(ProxySource source) const {
  if (!wants_password(source) || password(source).typed) return false;
  const PasswordState state = password_state(source);
  return is_forgotten(source) || state == PasswordState::kNotStored || state == PasswordState::kNoKeychain;
}

std::string ProxyForm::password_hint(ProxySource source) const {
  if (password_keys(source).empty()) return {};
  if (is_forgotten(source)) return "Will be forgotten";
  switch (password_state(source)) {
    case PasswordState::kStored:
      return "Stored";
    case PasswordState::kNotStored:
      return "Not stored";
    case PasswordState::kLocked:
      return "Keychain locked";
    case PasswordState::kNoKeychain:
      return "No keychain";
    case PasswordState::kNotAsked:
    case PasswordState::kFailed:
      break;
  }
  return {};
}

std::string ProxyForm::no_server_for_password() const {
  return system_.mode == SystemProxyConfiguration::Mode::kAutomatic
             ? "The system chooses its proxy for each address, so a password cannot be tied to one server."
             : "The system names no proxy, so there is no server to keep a password for.";
}

std::string ProxyForm::password_note(ProxySource source) const {
  const std::vector<CredentialKey> keys = password_keys(source);
  if (!wants_password(source)) return {};
  if (keys.empty()) {
    if (source == ProxySource::kCustom || edited_.system_proxy.username.empty() || !system_known_) return {};
    return no_server_for_password();
  }
  const std::string owner = owner_of(keys);
  const PasswordState state = password_state(source);
  if (password(source).typed) return fmt::format("Save stores it in the keychain for {}.", owner);
  if (is_forgotten(source)) return fmt::format("Save removes the password of {} from the keychain.", owner);
  switch (state) {
    case PasswordState::kStored:
      return fmt::format("Stored in the keychain for {}.", owner);
    case PasswordState::kNotStored:
      return fmt::format("No password is stored for {}.", owner);
    case PasswordState::kLocked:
      return "The keychain is locked. It asks to be unlocked when the password is needed.";
    case PasswordState::kNoKeychain:
      return "No keychain answers in this session. Start one, such as GNOME Keyring or KWallet, to store a password.";
    case PasswordState::kFailed:
      return "The keychain could not be asked whether a password is stored.";
    case PasswordState::kNotAsked:
      break;
  }
  return "Asking the keychain…";
}

std::vector<CredentialEdit> ProxyForm::credential_edits(const Secret& system, const Secret& custom) const {
  std::vector<CredentialEdit> edits;
  for (const ProxySource source : {ProxySource::kSystem, ProxySource::kCustom}) {
    const Secret& typed = source == ProxySource::kSystem ? system : custom;
    const std::vector<CredentialKey> keys = password_keys(source);
    if (!typed.empty())
      for (const CredentialKey& key : keys) edits.push_back({key, typed.clone()});
    for (const CredentialKey& key : password(source).forgotten)
      if (typed.empty() || std::ranges::find(keys, key) == keys.end()) edits.push_back({key, std::nullopt});
  }
  return edits;
}

bool ProxyForm::uses_typed_password() const {
  switch (source_in_force(edited_, inherited_, false)) {
    case InForce::kCustom:
      return wants_password(ProxySource::kCustom) && custom_password_.typed;
    case InForce::kSystem:
    case InForce::kEnvironment:
      return wants_password(ProxySource::kSystem) && system_password_.typed;
    case InForce::kNone:
      break;
  }
  return false;
}

}  // namespace sallyport
