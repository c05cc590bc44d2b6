#include "app/reload_clients.hpp"

#include <fmt/format.h>

namespace sallyport {

std::vector<std::string> reload_clients(Supervisors& supervisors, const std::string& settings_file) {
  std::vector<std::string> missed;
  for (const SupervisorStatus& running : supervisors.list(settings_file)) {
    const auto told = supervisors.reload(running.supervisor_pid);
    // Any other failure is its end.
    if (told || told.error().code != ErrorCode::kTimedOut) continue;
    missed.push_back(fmt::format("{} goes on with the proxy of before. {} Restart it, or save again.", running.name,
                                 told.error().message));
  }
  return missed;
}

}  // namespace sallyport
