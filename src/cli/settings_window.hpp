#pragma once

#include "app/window_request.hpp"
#include "cli/verb.hpp"
#include "sallyport/ports/console.hpp"

namespace sallyport {

/// Whether a person may be reading what is printed.
[[nodiscard]] bool is_at_terminal(Console& console);
/// Becomes the settings window's program as requested; returns only when that failed.
[[nodiscard]] Error become_settings_window(Session& session, const WindowRequest& request);
/// `sallyport` alone.
[[nodiscard]] int open_settings_window(Session& session);

}  // namespace sallyport
