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

Result<void> leave_settings_window(Session& session, const WindowRequest& request) {
  Result<std::string> program = session.ports.paths.settings_program();
  if (!program) return tl::unexpected(std::move(program.error()));
  // With the desktop's token: no other window has come to the front with it.
  return session.ports.process.leave_behind({.program = *std::move(program),
                                             .arguments = request.arguments(session.settings_file.value_or("")),
                                             .environment = session.ports.process.environment()});
}

int open_settings_window(Session& session) {
  if (!shows_windows(session.ports.process.environment())) {
    session.output.message(
        "The settings window needs a display, and there is none here. The verbs do the same in a terminal: see "
        "`sallyport --help`.");
    return kExitFailed;
  }
  const Result<std::string> program = session.ports.paths.settings_program();
  session.output.error(
      program ? session.ports.process.become(*program, WindowRequest().arguments(session.settings_file.value_or("")))
              : program.error());
  return kExitFailed;
}

}  // namespace sallyport
