#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/doctor/proxy_login.hpp"
#include "app/load_settings.hpp"
#include "app/save_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/running_clients.hpp"
#include "cli/save.hpp"
#include "cli/setting_json.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/settings_fields.hpp"

namespace sallyport {
namespace {

int show(Session& session, bool json) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  if (json) {
    nlohmann::ordered_json document = to_json(settings->proxy);
    document["clients"] = nlohmann::ordered_json::array();
    for (const Client& client : settings->clients) document["clients"].push_back(to_json(client));
    nlohmann::ordered_json whole = {{"version", 1}};
    whole.update(document);
    session.output.json(whole);
    return kExitDone;
  }
  for (const auto& field : proxy_fields()) {
    const Result<std::string> value = get_field(settings->proxy, field.key);
    if (!value) return fail(session, value.error());
    session.output.line(printable(fmt::format("{}={}", field.key, *value)));
  }
  return kExitDone;
}

int get(Session& session, const std::string& key) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  const Result<std::string> value = get_field(settings->proxy, key);
  if (!value) return fail(session, value.error());
  session.output.line(*value);
  return kExitDone;
}

using Pair = std::pair<std::string, std::string>;

/// Each `KEY=VALUE`; an unknown key is found before anything is touched.
Result<std::vector<Pair>> parse_pairs(const std::vector<std::string>& words) {
  std::vector<Pair> pairs;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
      return failure(
          ErrorCode::kUnknownName,
          fmt::format("\"{}\" is not KEY=VALUE. `sallyport settings show` lists all of them.", masked_line(word)));
    }
    pairs.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    const Result<std::string> known = get_field(ProxySettings(), pairs.back().first);
    if (!known) return tl::unexpected(known.error());
  }
  return pairs;
}

int set(Session& session, const std::vector<std::string>& words, bool restart) {
  const Result<std::vector<Pair>> pairs = parse_pairs(words);
  if (!pairs) return fail(session, pairs.error());

  std::vector<FieldError> refused;
  const auto apply = [&](Settings& settings) -> Result<void> {
    refused.clear();
    for (const auto& [key, value] : *pairs) {
      const Result<void> done = set_field(settings.proxy, key, value);
      if (!done) refused.push_back({key, done.error().message});
    }
    if (refused.empty()) return {};
    // One answer for all that is wrong: what could be set is held against the rules as well.
    for (FieldError& error : validate(settings)) refused.push_back(std::move(error));
    return failure(ErrorCode::kInvalidValue, "");
  };
  SaveSettings saving(session.ports.settings, session.ports.credentials, session.ports.menu);
  const auto report = saving.save(apply, {}, CredentialCall{});
  if (!refused.empty()) {
    session.output.errors(refused);
    return kExitInvalid;
  }
  if (const int code = report_save(session, report); code != kExitDone) return code;
  reload_running_clients(session);
  if (!restart) return kExitDone;

  const Result<std::vector<SupervisorStatus>> running = running_configured_clients(session);
  if (!running) return fail(session, running.error());
  if (running->empty()) session.output.message("Saved. No client was running.");
  return restart_clients(session, *running, QuitRequest{});
}

int check(Session& session, const std::string& file) {
  std::unique_ptr<SettingsStorage> other;
  if (!file.empty()) other = session.composition.storage_of(file);
  SettingsStorage& storage = other ? *other : session.ports.settings;
  const Result<std::optional<std::string>> text = storage.read();
  if (!text) return fail(session, text.error());
  if (!file.empty() && !*text) {
    return fail(session, {ErrorCode::kInvalidSettings, fmt::format("There is no file {}.", storage.path())});
  }
  const Result<SettingsDocument> document = parse_settings(*text, storage.path());
  if (!document) return fail(session, document.error());
  const std::vector<FieldError> errors = validate(document->settings());
  if (errors.empty()) {
    session.output.message(*text ? fmt::format("{} is valid.", storage.path())
                                 : fmt::format("There is no file {} yet; the defaults are in force.", storage.path()));
    return kExitDone;
  }
  session.output.errors(errors);
  return kExitInvalid;
}

}  // namespace

void add_settings_verbs(CLI::App& program, Invocation& invocation) {
  CLI::App* settings = add_verb(program, "settings", "Show, change and check the settings",
                                "sallyport settings set custom_proxy.enabled=true custom_proxy.host=proxy.example.com");
  settings->require_subcommand(1);

  auto json = std::make_shared<bool>(false);
  CLI::App* verb = add_verb(*settings, "show", "All settings", "sallyport settings show --json");
  verb->add_flag("--json", *json, "As one JSON document, with the clients");
  verb->callback(
      [json, &invocation] { invocation.action = [json](Session& session) { return show(session, *json); }; });

  auto key = std::make_shared<std::string>();
  verb = add_verb(*settings, "get", "One setting", "sallyport settings get custom_proxy.host");
  verb->add_option("KEY", *key, "As `settings show` names it")->required();
  verb->callback([key, &invocation] { invocation.action = [key](Session& session) { return get(session, *key); }; });

  auto pairs = std::make_shared<std::vector<std::string>>();
  auto restart = std::make_shared<bool>(false);
  verb = add_verb(*settings, "set", "Change settings, all of them or none",
                  "sallyport settings set custom_proxy.host=proxy.example.com custom_proxy.port=3128 --restart");
  set_usage(*verb, "sallyport settings set [--restart] KEY=VALUE…");
  verb->add_option("PAIR", *pairs, "KEY=VALUE")->required();
  verb->add_flag("--restart", *restart, "Then restart the clients that are running");
  verb->callback([pairs, restart, &invocation] {
    invocation.action = [pairs, restart](Session& session) { return set(session, *pairs, *restart); };
  });

  add_import_verb(*settings, invocation);

  auto file = std::make_shared<std::string>();
  verb = add_verb(*settings, "validate", "Check the settings file, or another one",
                  "sallyport settings validate new-settings.toml");
  verb->add_option("FILE", *file, "Another file than the one in use")->check(refuse_empty);
  verb->callback(
      [file, &invocation] { invocation.action = [file](Session& session) { return check(session, *file); }; });

  verb = add_verb(*settings, "path", "Where the settings file is", "sallyport settings path");
  verb->callback([&invocation] {
    invocation.action = [](Session& session) {
      session.output.line(session.ports.settings.path());
      return static_cast<int>(kExitDone);
    };
  });
}

}  // namespace sallyport
