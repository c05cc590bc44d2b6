#include "cli/settings_window.hpp"

#include "cli/exit_code.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {

bool has_display(const Environment& environment) {
  for (const std::string_view name : {"DISPLAY", "WAYLAND_DISPLAY"}) {
    if (const std::string* value = environment.find(name); value != nullptr && !value->empty()) return true;
  }
  return false;
}

Error become_settings_window(Session& session, std::vector<std::string> arguments) {
  const Result<std::string> program = session.ports.paths.settings_program();
  if (!program) return program.error();
  if (session.settings_file) arguments.insert(arguments.begin(), {"--settings", *session.settings_file});
  return session.ports.process.become(*program, arguments);
}

int open_settings_window(Session& session) {
  if (!has_display(session.ports.process.environment())) {
    session.output.message(
        "The settings window needs a display, and there is none here. The verbs do the same in a terminal: see "
        "`sallyport --help`.");
    return kExitFailed;
  }
  const Error error = become_settings_window(session, {});
  session.output.error(error);
  return kExitFailed;
}

}  // namespace sallyport
