#pragma once

#include "app/window_request.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/console.hpp"

namespace sallyport {

/// Whether a person may be reading what is printed.
[[nodiscard]] bool is_at_terminal(Console& console);
/// Starts the settings window's program as requested, for this process to end beside it.
[[nodiscard]] Result<void> leave_settings_window(Session& session, const WindowRequest& request);
/// `sallyport` alone: becomes the settings window's program.
[[nodiscard]] int open_settings_window(Session& session);

}  // namespace sallyport
