#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/request_target.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// The proxy settings of a user as Windows keeps them, in UTF-8 (WINHTTP_CURRENT_USER_IE_PROXY_CONFIG:
/// learn.microsoft.com/en-us/windows/win32/api/winhttp/ns-winhttp-winhttp_current_user_ie_proxy_config).
struct WindowsProxyValues {
  bool detects = false;     ///< "Automatically detect settings" (WPAD), which is on in a new Windows
  std::string script = {};  ///< the URL of a proxy script
  std::string servers = {};  ///< `proxy:8080`, or `http=a:8080;https=b:8443;ftp=…;socks=…`; `;` or spaces between them
  std::string bypass = {};  ///< `*.example.com;10.*;<local>`
};

/// A script comes before servers, and servers before detection, which most networks do not answer; a note says what
/// else Windows tries first. The SOCKS server of Windows speaks SOCKS 4, which Sallyport does not: a note says so.
[[nodiscard]] SystemProxyConfiguration windows_configuration(const WindowsProxyValues& values);

/// One entry of the bypass list in Sallyport's dialect; empty when it cannot be said. Windows compares the text of the
/// host with a pattern, so that its `example.com` spares that host alone and its `10.*` also the name `10.example`.
///
/// | Windows                     | Sallyport        |
/// |-----------------------------|------------------|
/// | `example.com`               | `example.com`    |
/// | `*.example.com`             | `.example.com`   |
/// | `<local>`, `*`              | the same         |
/// | `10.*`, `192.168.*`, `10.1.2.*` | `10.0.0.0/8`, `192.168.0.0/16`, `10.1.2.0/24` |
/// | `10.1.2.3`, `[2001:db8::1]` | the same         |
/// | `example.com:8080`          | `example.com:8080` |
/// | `*example.com`, `a*b`, `https://example.com`, `<-loopback>` | (nothing) |
[[nodiscard]] std::string translate_windows_exception(std::string_view entry);

/// The server that Windows' own programs use for a request under settings without script and detection; empty: direct.
[[nodiscard]] std::optional<SystemProxyServer> windows_server_for(const WindowsProxyValues& values,
                                                                  const RequestTarget& target);

/// What a proxy script answered, as WinHTTP gives it: `a:8080;b:8080`. Without one that can be used it is direct.
[[nodiscard]] std::vector<std::optional<SystemProxyServer>> windows_script_answer(std::string_view servers);

}  // namespace sallyport
