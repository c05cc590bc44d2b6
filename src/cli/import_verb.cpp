#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "app/first_import.hpp"
#include "app/load_settings.hpp"
#include "cli/consent.hpp"
#include "cli/exit_code.hpp"
#include "cli/save.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/ports/console.hpp"
#include "sallyport/ports/supervisors.hpp"
#include "sallyport/ports/system_proxy.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kStandardInput = "-";

struct ImportOptions {
  std::string from;
  bool dry_run = false;
  bool yes = false;
};

/// Whether it stands in the shell's history and in the list of processes by now.
bool holds_password(const ImportSource& source) {
  return source.says.https && source.says.https->credential && !source.says.https->credential->password.empty();
}

Result<ImportSource> url_source(Session& session, const std::string& text) {
  if (text.find(':') == std::string::npos) {
    std::string names;
    for (const std::string& desktop : session.composition.desktops()) names += ascii_lower(desktop) + ", ";
    return failure(ErrorCode::kUnknownName,
                   fmt::format("There is no such source. Import from {}environment, or a proxy URL.", names));
  }
  auto source = source_of_url(text);
  if (source && holds_password(*source)) {
    return failure(ErrorCode::kUnknownName,
                   "A password is never an argument: it stays in the shell's history, and others see it. Nothing was "
                   "changed. Give the URL on standard input: sallyport settings import --from -");
  }
  return source;
}

Result<ImportSource> typed_url_source(Session& session) {
  const auto text = session.ports.console.read_password("Proxy URL (not shown, as it may hold a password): ");
  if (!text) return tl::unexpected(text.error());
  return source_of_url(text->reveal());
}

Result<ImportSource> named_source(Session& session, const std::string& from) {
  for (const std::string& desktop : session.composition.desktops()) {
    if (from == ascii_lower(desktop)) return source_of_desktop(session.composition.system_proxy_of(desktop));
  }
  if (from == "environment") return source_of_environment(session.ports.process.environment());
  return from == kStandardInput ? typed_url_source(session) : url_source(session, from);
}

Result<ProxyImport> find_import(Session& session, const ProxySettings& current, const ImportOptions& options) {
  const auto running = session.ports.supervisors.list(session.ports.settings.path());
  if (options.from.empty()) {
    const ImportPlaces places{
        session.ports.system_proxy, session.ports.process.environment(), session.composition.desktops(),
        [&](const std::string& name) { return source_of_desktop(session.composition.system_proxy_of(name)); }};
    return find_first_import(places, current, running);
  }
  return named_source(session, options.from).and_then([&](const ImportSource& source) {
    return propose_import(source, current, running);
  });
}

std::string shown(const std::string& value) { return value.empty() ? "(nothing)" : printable(value); }

void show(Output& output, const ProxyImport& import) {
  output.message(fmt::format("Found in {}:", import.source));
  for (const SettingChange& change : import.changes) {
    output.line(fmt::format("{}: {} -> {}", change.key, shown(change.before), shown(change.after)));
  }
  if (import.credential) {
    output.line(fmt::format("password of {} -> keychain", printable(import.credential->key.description())));
  }
  for (const std::string& warning : import.warnings) output.message(warning);
}

int import(Session& session, const ImportOptions& options) {
  const Result<Settings> settings = load_settings(session.ports.settings);
  if (!settings) return fail(session, settings.error());
  auto found = find_import(session, settings->proxy, options);
  if (!found) return fail(session, found.error());
  show(session.output, *found);
  if (const auto errors = validate(found->settings); !errors.empty()) {
    session.output.errors(errors);
    return kExitInvalid;
  }
  if (found->changes.empty() && !found->credential) {
    session.output.message("The settings say this already; nothing was changed.");
    return kExitDone;
  }
  if (options.dry_run) return kExitDone;
  if (!options.yes) {
    if (auto agreed = ask_consent(session, "Save this?"); !agreed) return fail(session, agreed.error());
  }

  std::vector<CredentialEdit> credentials;
  if (found->credential) credentials.push_back(std::move(*found->credential));
  SaveSettings saving(session.ports.settings, session.ports.credentials, session.ports.menu);
  const auto report =
      saving.save([&](Settings& now) { return apply_import(*found, now); }, credentials, CredentialCall{});
  if (const int code = report_save(session, report); code != kExitDone) return code;
  reload_running_clients(session);
  session.output.message("Saved.");
  return kExitDone;
}

}  // namespace

void add_import_verb(CLI::App& settings, Invocation& invocation) {
  auto options = std::make_shared<ImportOptions>();
  CLI::App* verb =
      add_verb(settings, "import", "Import the proxy of the desktop, the environment or a URL as the custom proxy",
               "sallyport settings import --from environment\n\n"
               "What changes is shown first, and what cannot be imported is said. On a terminal you are asked then;\n"
               "else it is saved. Without --from the first that names a proxy is imported: the desktop that runs, the\n"
               "environment, GNOME's settings, KDE's settings. A password that stands there goes into the keychain.\n"
               "With --from - the URL is read from standard input, as one with a password has to be.");
  verb->add_option("--from", options->from, "gnome, kde, environment, a proxy URL, or - for a URL on standard input")
      ->type_name("SOURCE")
      ->check(refuse_empty);
  verb->add_flag("--dry-run", options->dry_run, "Only show what would change");
  verb->add_flag("--yes", options->yes, "Save without asking");
  verb->callback([options, &invocation] {
    invocation.action = [options](Session& session) { return import(session, *options); };
  });
}

}  // namespace sallyport
