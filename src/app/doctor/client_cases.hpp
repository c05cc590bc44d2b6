#pragma once

#include <span>

#include "app/client_status.hpp"
#include "app/doctor/case.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/ports/menu_entries.hpp"
#include "sallyport/ports/program_finder.hpp"
#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// Clients that run with an old environment, without their relay, or started by something else and with another proxy:
/// `client:postman:4711`.
[[nodiscard]] Cases examine_clients(const Examination& examination, std::span<const ClientStatus> clients,
                                    std::span<const SupervisorStatus> supervisors, RunningApps& running_apps);

/// Variables of this program's own environment that contradict the settings and that none of `cases` tells the origin
/// of: `variable:environment:http_proxy`. What a relay of theirs gave it is none.
[[nodiscard]] Cases examine_own_environment(const Examination& examination, const Environment& environment,
                                            std::span<const SupervisorStatus> supervisors, const Cases& cases);

/// Entries of the menu that cannot be read, or start nothing: `menu:postman`.
[[nodiscard]] Cases examine_menu(const Examination& examination, MenuEntries& menu, ProgramFinder& programs,
                                 const Environment& environment);

}  // namespace sallyport
