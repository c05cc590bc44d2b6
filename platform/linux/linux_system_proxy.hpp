#pragma once

#include <memory>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// The proxy of the desktop that runs: GNOME's settings or KDE's, chosen by XDG_CURRENT_DESKTOP. On any other desktop
/// the configuration is kUnknown with a sentence, and `resolve` is kUnsupported.
[[nodiscard]] std::unique_ptr<SystemProxy> make_system_proxy(const Environment& environment);

}  // namespace sallyport
