#include "cli/save.hpp"

#include "cli/exit_code.hpp"

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

}  // namespace sallyport
