#pragma once

#include "app/save_settings.hpp"
#include "cli/verb.hpp"

namespace sallyport {

/// Tells how a save went: its warnings, or every broken rule, or the step that failed. Gives the exit code.
[[nodiscard]] int report_save(Session& session, const tl::expected<SaveReport, SaveFailure>& report);

}  // namespace sallyport
