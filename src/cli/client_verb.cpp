#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/load_settings.hpp"
#include "app/save_settings.hpp"
#include "cli/exit_code.hpp"
#include "cli/save.hpp"
#include "cli/setting_json.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/launch_script.hpp"
#include "sallyport/core/settings_fields.hpp"
#include "sallyport/ports/installed_apps.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

/// What `add`, `edit` and `import` say about a client; what is not given is left as it is.
struct ClientOptions {
  std::string client;  ///< `edit`: the id; `import`: the desktop id or path
  std::optional<std::string> name;
  std::optional<std::string> id;
  std::optional<std::string> directory;
  std::vector<std::string> variables;
  std::vector<std::string> dropped_variables;
  std::optional<std::string> kind;
  std::optional<std::string> admit;
  bool menu = false;
  std::vector<std::string> command;
};

Client* find(Settings& settings, const std::string& id) {
  const auto found = std::find_if(settings.clients.begin(), settings.clients.end(),
                                  [&](const Client& client) { return client.id == id; });
  return found == settings.clients.end() ? nullptr : &*found;
}

void set_variable(Client& client, const std::string& name, const std::string& value) {
  std::erase_if(client.variables, [&](const auto& variable) { return variable.first == name; });
  client.variables.emplace_back(name, value);
}

Result<void> apply(Client& client, const ClientOptions& options) {
  if (options.name) client.name = *options.name;
  if (options.id) client.id = *options.id;
  if (options.directory) client.directory = *options.directory;
  for (const std::string& name : options.dropped_variables) {
    std::erase_if(client.variables, [&](const auto& variable) { return variable.first == name; });
  }
  for (const std::string& variable : options.variables) {
    const std::size_t equals = variable.find('=');
    if (equals == std::string::npos || equals == 0) {
      return failure(ErrorCode::kInvalidValue, "--env takes NAME=VALUE.");
    }
    set_variable(client, variable.substr(0, equals), variable.substr(equals + 1));
  }
  if (options.kind) {
    const Result<ClientKind> kind = parse_client_kind(*options.kind);
    if (!kind) return tl::unexpected(kind.error());
    client.kind = *kind;
  }
  if (options.admit) {
    const Result<Admission> admit = parse_admission(*options.admit);
    if (!admit) return tl::unexpected(admit.error());
    client.admit = *admit;
  }
  if (options.menu) client.menu = true;
  if (!options.command.empty()) {
    client.command = options.command.front();
    client.arguments.assign(options.command.begin() + 1, options.command.end());
  }
  return {};
}

int save(Session& session, const std::function<Result<void>(Settings&)>& edit) {
  SaveSettings saving(session.ports.settings, session.ports.credentials, session.ports.menu);
  return report_save(session, saving.save(edit, {}, CredentialCall{}));
}

/// Adds `client` under an id of its own and prints that.
int add(Session& session, Client client, const ClientOptions& options) {
  const int code = save(session, [&](Settings& settings) -> Result<void> {
    if (const Result<void> applied = apply(client, options); !applied) return applied;
    if (!options.id) {
      std::vector<std::string> taken;
      for (const Client& other : settings.clients) taken.push_back(other.id);
      client.id = make_client_id(client.name, taken);
    }
    settings.clients.push_back(client);
    return {};
  });
  if (code == kExitDone) session.output.line(client.id);
  return code;
}

int edit(Session& session, const ClientOptions& options) {
  return save(session, [&](Settings& settings) -> Result<void> {
    Client* client = find(settings, options.client);
    if (client == nullptr) return tl::unexpected(unknown_client(options.client));
    return apply(*client, options);
  });
}

int remove(Session& session, const std::string& id) {
  return save(session, [&](Settings& settings) -> Result<void> {
    if (find(settings, id) == nullptr) return tl::unexpected(unknown_client(id));
    std::erase_if(settings.clients, [&](const Client& client) { return client.id == id; });
    return {};
  });
}

int set_menu(Session& session, const std::string& id, const std::string& word) {
  if (word != "on" && word != "off") {
    return fail(session, {ErrorCode::kUnknownName, "Say \"on\" for an entry in the menu, or \"off\" for none."});
  }
  return save(session, [&](Settings& settings) -> Result<void> {
    Client* client = find(settings, id);
    if (client == nullptr) return tl::unexpected(unknown_client(id));
    client->menu = word == "on";
    return {};
  });
}

std::string command_line(const Client& client) {
  std::string line = quote_sh(client.command);
  for (const std::string& argument : client.arguments) line += " " + quote_sh(argument);
  return line;
}

int list(Session& session, bool json, bool ids) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  if (ids) {
    for (const Client& client : settings->clients) session.output.line(client.id);
    return kExitDone;
  }
  if (json) {
    nlohmann::ordered_json document = {{"version", 1}, {"clients", nlohmann::ordered_json::array()}};
    for (const Client& client : settings->clients) document["clients"].push_back(to_json(client));
    session.output.json(document);
    return kExitDone;
  }
  if (settings->clients.empty()) {
    session.output.message("There are no clients yet. `sallyport client add` adds one.");
    return kExitDone;
  }
  std::vector<std::vector<std::string>> rows = {{"CLIENT", "NAME", "KIND", "MENU", "COMMAND"}};
  for (const Client& client : settings->clients) {
    rows.push_back({client.id, client.name, std::string(to_string(client.kind)), client.menu ? "on" : "off",
                    command_line(client)});
  }
  session.output.table(rows);
  return kExitDone;
}

int list_installed(Session& session) {
  std::vector<std::vector<std::string>> rows = {{"DESKTOP ID", "NAME", "COMMAND"}};
  for (const InstalledApp& app : session.ports.installed_apps.list()) {
    rows.push_back({app.desktop_id, app.name, app.command_line});
  }
  if (rows.size() == 1) {
    session.output.message("No installed apps were found.");
    return kExitDone;
  }
  session.output.table(rows);
  return kExitDone;
}

int import_app(Session& session, const ClientOptions& options) {
  if (options.client.empty()) return list_installed(session);
  const Result<Client> client = session.ports.installed_apps.import(options.client);
  if (!client) return fail(session, client.error());
  return add(session, *client, options);
}

void add_description(CLI::App& verb, ClientOptions& options) {
  verb.add_option("--name", options.name, "What the menu shows")->type_name("N");
  verb.add_option("--id", options.id,
                  "Lower-case letters, digits, \".\", \"_\", \"-\"; made from the name when not given")
      ->type_name("I");
  verb.add_option("--directory", options.directory, "Where it runs; absolute")->type_name("D");
  verb.add_option("--env", options.variables, "A variable of its own; it wins over the plan")
      ->type_name("K=V")
      ->allow_extra_args(false);
  verb.add_option("--kind", options.kind, "auto, plain, chromium, java or node")->type_name("K");
  verb.add_option("--admit", options.admit, "Whom the relay serves: user (all of yours) or tree (its own processes)")
      ->type_name("A");
  verb.add_flag("--menu", options.menu, "Put it into the applications menu");
}

}  // namespace

void add_client_verbs(CLI::App& program, Invocation& invocation) {
  CLI::App* client = add_verb(program, "client", "The apps that Sallyport launches",
                              "sallyport client add --name Postman --menu -- /opt/Postman/Postman");
  client->require_subcommand(1);
  auto options = std::make_shared<ClientOptions>();
  const auto run_on = [options, &invocation](CLI::App* verb, int (*act)(Session&, const ClientOptions&)) {
    verb->callback([options, act, &invocation] {
      options->command = invocation.tail;
      invocation.action = [options, act](Session& session) { return act(session, *options); };
    });
  };

  auto json = std::make_shared<bool>(false);
  auto ids = std::make_shared<bool>(false);
  CLI::App* verb = add_verb(*client, "list", "All clients", "sallyport client list --json");
  verb->add_flag("--json", *json, "As one JSON document");
  verb->add_flag("--ids", *ids, "Only the ids, one a line");
  verb->callback([json, ids, &invocation] {
    invocation.action = [json, ids](Session& session) { return list(session, *json, *ids); };
  });

  verb = add_verb(*client, "add", "Add a client; prints its id",
                  "sallyport client add --name Postman --menu -- /opt/Postman/Postman");
  set_usage(*verb, "sallyport client add --name N [OPTIONS] -- COMMAND [ARG…]");
  add_description(*verb, *options);
  run_on(verb, [](Session& session, const ClientOptions& given) {
    if (!given.name || given.command.empty()) {
      return fail(session,
                  {ErrorCode::kUnknownName,
                   "Give the client's --name, and its command behind \"--\". See `sallyport client add --help`."});
    }
    return add(session, {}, given);
  });

  verb = add_verb(*client, "edit", "Change a client; what is not given stays",
                  "sallyport client edit postman --env LANG=C --kind chromium");
  set_usage(*verb, "sallyport client edit ID [OPTIONS] [-- COMMAND [ARG…]]");
  verb->add_option("ID", options->client, "The client's id")->required();
  add_description(*verb, *options);
  verb->add_option("--drop-env", options->dropped_variables, "A variable of its own to drop")
      ->type_name("K")
      ->allow_extra_args(false);
  run_on(verb, edit);

  verb = add_verb(*client, "import", "Add an installed app, or list those there are",
                  "sallyport client import postman.desktop --menu");
  verb->add_option("APP", options->client, "The app's desktop id, or the path of its entry");
  add_description(*verb, *options);
  run_on(verb, import_app);

  verb = add_verb(*client, "remove", "Remove a client and its menu entry", "sallyport client remove postman");
  verb->add_option("ID", options->client, "The client's id")->required();
  run_on(verb, [](Session& session, const ClientOptions& given) { return remove(session, given.client); });

  auto word = std::make_shared<std::string>();
  verb = add_verb(*client, "menu", "Put a client into the applications menu, or take it out",
                  "sallyport client menu postman on");
  verb->add_option("ID", options->client, "The client's id")->required();
  set_usage(*verb, "sallyport client menu ID on|off");
  verb->add_option("STATE", *word, "on or off")->required();
  verb->callback([options, word, &invocation] {
    invocation.action = [options, word](Session& session) { return set_menu(session, options->client, *word); };
  });
}

}  // namespace sallyport
