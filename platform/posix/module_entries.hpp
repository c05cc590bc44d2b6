#pragma once

#include "platform/desktop_adapters.hpp"
#include "platform/tls_adapters.hpp"

namespace sallyport {

// The only exported function of each module. Null when `version` is not the module's own: C++ objects cross this
// border, so both sides must come from one build. The caller owns the result.

using DesktopAdaptersFactory = DesktopAdapters*(const char* version, const Environment& environment);
inline constexpr const char* kDesktopAdaptersFactoryName = "sallyport_desktop_adapters";

using TlsAdaptersFactory = TlsAdapters*(const char* version);
inline constexpr const char* kTlsAdaptersFactoryName = "sallyport_tls_adapters";

}  // namespace sallyport
