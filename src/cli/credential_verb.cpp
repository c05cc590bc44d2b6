#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/load_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/save.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/console.hpp"
#include "sallyport/ports/credential_store.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::seconds kStatusTimeout{5};

enum class Which { kCustom, kSystem };

struct CredentialOptions {
  std::string which;
  std::string username;
  std::string proxy;
};

Result<Which> parse_which(const std::string& word) {
  if (word == "custom") return Which::kCustom;
  if (word == "system") return Which::kSystem;
  return failure(ErrorCode::kUnknownName,
                 "Say whose password it is: the \"custom\" proxy's, or the \"system\" proxy's.");
}

std::string_view word(Which which) { return which == Which::kCustom ? "custom" : "system"; }

Result<Endpoint> custom_server(const Settings& settings) {
  if (settings.proxy.custom_proxy.host.empty()) {
    return failure(ErrorCode::kInvalidValue,
                   "The custom proxy has no server yet. Set custom_proxy.host first, or give --proxy HOST:PORT.");
  }
  return settings.proxy.custom_proxy.endpoint();
}

Result<Endpoint> system_server(Session& session) {
  const Result<SystemProxyConfiguration> system = session.ports.system_proxy.configuration();
  if (!system) return tl::unexpected(system.error());
  for (const auto* server : {&system->https, &system->http, &system->socks}) {
    if (*server) return (*server)->endpoint;
  }
  return failure(ErrorCode::kInvalidValue,
                 "The system names no proxy of its own now. Give the one that the password is for: --proxy HOST:PORT.");
}

/// A bare HOST:PORT is the server there that the system names, whatever it speaks.
Result<Endpoint> named_system_server(Session& session, const std::string& text) {
  auto named = parse_endpoint(text);
  if (!named || text.find("://") != std::string::npos) return named;
  const Result<SystemProxyConfiguration> system = session.ports.system_proxy.configuration();
  if (!system) return named;
  for (const auto* server : {&system->https, &system->http, &system->socks}) {
    if (*server && (*server)->endpoint.host_and_port() == named->host_and_port()) return (*server)->endpoint;
  }
  return named;
}

/// What the credential belongs to: as given, else as the settings and the OS say.
Result<CredentialKey> key_of(Session& session, Which which, const CredentialOptions& options) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return tl::unexpected(settings.error());
  CredentialKey key;
  key.username = !options.username.empty() ? options.username
                 : which == Which::kCustom ? settings->proxy.custom_proxy.username
                                           : settings->proxy.system_proxy.username;
  if (key.username.empty()) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("There is no user name. Give --username, or set {}_proxy.username.", word(which)));
  }
  if (key.username.find(':') != std::string::npos) {
    return failure(ErrorCode::kInvalidValue, "A user name cannot hold a colon: the proxy would end the name there.");
  }
  const CustomProxySettings& custom = settings->proxy.custom_proxy;
  const bool named = !options.proxy.empty();
  const Result<Endpoint> endpoint =
      which == Which::kCustom ? (named ? parse_endpoint(options.proxy, custom.protocol) : custom_server(*settings))
                              : (named ? named_system_server(session, options.proxy) : system_server(session));
  if (!endpoint) return tl::unexpected(endpoint.error());
  key.proxy = *endpoint;
  return key;
}

int set(Session& session, const CredentialOptions& options) {
  const Result<Which> which = parse_which(options.which);
  if (!which) return fail(session, which.error());
  const Result<CredentialKey> key = key_of(session, *which, options);
  if (!key) return fail(session, key.error());
  const Result<Secret> password =
      session.ports.console.read_password(fmt::format("Password of {}: ", printable(key->description())));
  if (!password) return fail(session, password.error());
  if (const Result<void> good = check_password(*password); !good) return fail(session, good.error());
  const Result<void> stored = session.ports.credentials.store(*key, *password, CredentialCall{});
  if (!stored) return fail(session, stored.error());
  reload_running_clients(session);
  session.output.message(fmt::format("Stored the password of {} in the keychain.", key->description()));
  return kExitDone;
}

int clear(Session& session, const CredentialOptions& options) {
  const Result<Which> which = parse_which(options.which);
  if (!which) return fail(session, which.error());
  const Result<CredentialKey> key = key_of(session, *which, options);
  if (!key) return fail(session, key.error());
  const Result<void> forgotten = session.ports.credentials.forget(*key, CredentialCall{});
  if (!forgotten) return fail(session, forgotten.error());
  reload_running_clients(session);
  session.output.message(fmt::format("The keychain holds no password of {} any more.", key->description()));
  return kExitDone;
}

struct Status {
  std::string proxy;
  std::string username;
  std::string stored = "no";
};

std::string stored_word(const Result<CredentialStatus>& status) {
  if (!status) {
    switch (status.error().code) {
      case ErrorCode::kKeychainAbsent:
        return "no-service";
      case ErrorCode::kKeychainLocked:
        return "locked";
      case ErrorCode::kCredentialNotStored:
        return "no";
      default:
        return "failed";
    }
  }
  switch (status->stored) {
    case CredentialStatus::Stored::kYes:
      return "yes";
    case CredentialStatus::Stored::kLocked:
      return "locked";
    case CredentialStatus::Stored::kNo:
      break;
  }
  return "no";
}

Status status_of(Session& session, Which which, const Settings& settings) {
  Status status;
  const Result<Endpoint> endpoint = which == Which::kCustom ? custom_server(settings) : system_server(session);
  status.username =
      which == Which::kCustom ? settings.proxy.custom_proxy.username : settings.proxy.system_proxy.username;
  if (!endpoint) return status;
  status.proxy = endpoint->url();
  if (status.username.empty()) return status;
  status.stored = stored_word(session.ports.credentials.status({*endpoint, status.username}, {kStatusTimeout, {}}));
  return status;
}

int show_status(Session& session, bool json) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  nlohmann::ordered_json document = {{"version", 1}};
  std::vector<std::vector<std::string>> rows = {{"", "PROXY", "USER", "STORED"}};
  for (const Which which : {Which::kCustom, Which::kSystem}) {
    const Status status = status_of(session, which, *settings);
    const auto or_null = [](const std::string& text) {
      return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
    };
    document[std::string(word(which))] = {
        {"proxy", or_null(status.proxy)}, {"username", or_null(status.username)}, {"stored", status.stored}};
    rows.push_back({std::string(word(which)), status.proxy, status.username, status.stored});
  }
  if (json) {
    session.output.json(document);
  } else {
    session.output.table(rows);
  }
  return kExitDone;
}

void add_which(CLI::App& verb, CredentialOptions& options) {
  verb.add_option("WHICH", options.which, "custom or system")->required();
  verb.add_option("--username", options.username, "In place of the settings' user")->type_name("U");
  verb.add_option("--proxy", options.proxy, "In place of the settings' or the system's server")->type_name("HOST:PORT");
}

}  // namespace

void add_credential_verbs(CLI::App& program, Invocation& invocation) {
  CLI::App* credential = add_verb(program, "credential", "Keep the proxy's password in the keychain",
                                  "sallyport credential set custom --username alice");
  credential->require_subcommand(1);

  auto options = std::make_shared<CredentialOptions>();
  CLI::App* verb = add_verb(*credential, "set", "Store a password: asked for without echo, or read from standard input",
                            "sallyport credential set custom < password-file");
  add_which(*verb, *options);
  verb->callback(
      [options, &invocation] { invocation.action = [options](Session& session) { return set(session, *options); }; });

  verb = add_verb(*credential, "clear", "Forget a password", "sallyport credential clear custom");
  add_which(*verb, *options);
  verb->callback(
      [options, &invocation] { invocation.action = [options](Session& session) { return clear(session, *options); }; });

  auto json = std::make_shared<bool>(false);
  verb = add_verb(*credential, "status", "Which passwords are stored; unlocks nothing",
                  "sallyport credential status --json");
  verb->add_flag("--json", *json, "As one JSON document");
  verb->callback(
      [json, &invocation] { invocation.action = [json](Session& session) { return show_status(session, *json); }; });
}

}  // namespace sallyport
