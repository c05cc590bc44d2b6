#include "cli/settings_window.hpp"

#include "cli/exit_code.hpp"
#include "platform/display.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {

bool is_at_terminal(Console& console) {
  using Stream = Console::Stream;
  return console.is_terminal(Stream::kInput) || console.is_terminal(Stream::kOutput) ||
         console.is_terminal(Stream::kError);
}

Error become_settings_window(Session& session, const WindowRequest& request) {
  const Result<std::string> program = session.ports.paths.settings_program();
  if (!program) return program.error();
  return session.ports.process.become(*program, request.arguments(session.settings_file.value_or("")));
}

int open_settings_window(Session& session) {
  if (!shows_windows(session.ports.process.environment())) {
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
