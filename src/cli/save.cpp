#include "cli/save.hpp"

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "sallyport/ports/settings_storage.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

int report_save(Session& session, const tl::expected<SaveReport, SaveFailure>& report) {
  if (report) {
    for (const std::string& warning : report->warnings) session.output.message(warning);
    return kExitDone;
  }
  session.output.errors(report.error().fields);
  if (!report.error().error) return kExitInvalid;
  session.output.error(*report.error().error);
  return exit_code(report.error().error->code);
}

void reload_running_clients(Session& session) {
  for (const SupervisorStatus& running : session.ports.supervisors.list(session.ports.settings.path())) {
    const auto told = session.ports.supervisors.reload(running.supervisor_pid);
    // Any other failure is its end.
    if (told || told.error().code != ErrorCode::kTimedOut) continue;
    session.output.message(fmt::format("{} goes on with the proxy of before. {} Restart it, or save again.",
                                       running.name, told.error().message));
  }
}

}  // namespace sallyport
