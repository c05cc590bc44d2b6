#pragma once

#include <string>
#include <vector>

#include "cli/verb.hpp"
#include "sallyport/core/environment.hpp"

namespace sallyport {

/// Whether a window can be shown.
[[nodiscard]] bool has_display(const Environment& environment);
/// Becomes the settings window's program with `arguments`; returns only when that failed.
[[nodiscard]] Error become_settings_window(Session& session, std::vector<std::string> arguments);
/// `sallyport` alone.
[[nodiscard]] int open_settings_window(Session& session);

}  // namespace sallyport
