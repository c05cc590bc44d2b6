#pragma once

#include <optional>
#include <string_view>

#include "sallyport/core/result.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// A proxy as GIO, its PAC runner and KDE write it: `SCHEME://[USER[:PASSWORD]@]HOST:PORT`, user and password
/// percent-encoded; an empty optional for `direct://`. Without a scheme it is http. `socks` and `socks5h` read as
/// SOCKS5; kUnsupported for SOCKS4 and anything else, kInvalidValue for what cannot be read. The message never echoes
/// the text, which may hold a password.
///
/// | text                                   | server                               |
/// |----------------------------------------|--------------------------------------|
/// | `http://al%20ice:p%40ss@proxy:3128`    | `http://proxy:3128`, `al ice`, `p@ss` |
/// | `socks5://[2001:db8::1]:1080`          | `socks5h://[2001:db8::1]:1080`       |
/// | `direct://`                            | direct                               |
[[nodiscard]] Result<std::optional<SystemProxyServer>> parse_proxy_uri(std::string_view text);

}  // namespace sallyport
