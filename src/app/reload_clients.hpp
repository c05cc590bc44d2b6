#pragma once

#include <string>
#include <vector>

#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// Has the relays of the clients that run under `settings_file` take over settings or a password that changed, for new
/// requests. A sentence for each that could not be reached. Blocks as Supervisors does.
[[nodiscard]] std::vector<std::string> reload_clients(Supervisors& supervisors, const std::string& settings_file);

}  // namespace sallyport
