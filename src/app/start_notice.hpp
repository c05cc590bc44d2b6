#pragma once

#include <array>
#include <string_view>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// The tokens of the Startup Notification and XDG Activation protocols, with which one window may come to the front.
inline constexpr std::array<std::string_view, 2> kActivationTokens = {"XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID"};
/// The one process that GIO started for a menu entry.
inline constexpr std::string_view kGioLaunchedPid = "GIO_LAUNCHED_DESKTOP_FILE_PID";

/// Without what a desktop tells, in the environment, the one process that it starts: for whatever is started later.
[[nodiscard]] Environment without_start_notice(Environment environment);

}  // namespace sallyport
