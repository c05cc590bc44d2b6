#pragma once

#include <string>
#include <vector>

#include "cli/verb.hpp"
#include "sallyport/core/settings.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// Restarts each and tells how each went; `kExitFailed` when one did not.
[[nodiscard]] int restart_clients(Session& session, const std::vector<SupervisorStatus>& running,
                                  const QuitRequest& quit);
/// The supervisors of configured clients; `run` clients are left alone. An error when none can be reached.
[[nodiscard]] Result<std::vector<SupervisorStatus>> running_configured_clients(Session& session);

}  // namespace sallyport
