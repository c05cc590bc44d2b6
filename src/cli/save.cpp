#include "cli/save.hpp"

#include "app/reload_clients.hpp"
#include "cli/exit_code.hpp"
#include "sallyport/ports/settings_storage.hpp"

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
  for (const std::string& missed : reload_clients(session.ports.supervisors, session.ports.settings.path())) {
    session.output.message(missed);
  }
}

}  // namespace sallyport
