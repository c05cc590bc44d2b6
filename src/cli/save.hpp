#pragma once

#include "app/save_settings.hpp"
#include "cli/verb.hpp"

namespace sallyport {

/// Tells how a save went: its warnings, or every broken rule, or the step that failed. Gives the exit code.
[[nodiscard]] int report_save(Session& session, const tl::expected<SaveReport, SaveFailure>& report);

/// Has the relays of running clients take over settings or a password that changed, for new requests.
void reload_running_clients(Session& session);

}  // namespace sallyport
