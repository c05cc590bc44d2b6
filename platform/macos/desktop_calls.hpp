#pragma once

namespace sallyport {

// What the module `sallyport-desktop` exports on a Mac besides its adapters. A launch forks, and no framework may be
// used on the other side of a fork that had it loaded ("you must exec()", CoreFoundation says, and ends the process):
// so what needs one is loaded when it is called for. Texts are UTF-8.

/// False when `process` is no app with windows (NSRunningApplication).
using QuitApp = bool(int process);
inline constexpr const char* kQuitAppName = "sallyport_quit_app";

/// app_bundle.hpp, set_bundle_icon.
using SetBundleIcon = void(const char* bundle, const char* program);
inline constexpr const char* kSetBundleIconName = "sallyport_set_bundle_icon";

}  // namespace sallyport
