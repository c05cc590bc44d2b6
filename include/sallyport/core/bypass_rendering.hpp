#pragma once

#include <string>

#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/no_proxy_reader.hpp"

namespace sallyport {

// A bypass list written for the programs that will read it. What a form cannot carry is left out; what programs then
// make of it, bypass_warnings.hpp says.

/// For `no_proxy`, in the form that most programs read rightly: `h` and `.h` for a domain, no wildcards, no ports, no
/// IPv6 networks (httpx throws on them), loopback always. `*` stands alone, since curl reads it only so.
/// | list                  | rendered after the loopback entries |
/// |-----------------------|-------------------------------------|
/// | `example.com`         | `example.com,.example.com`          |
/// | `*.example.com`       | `.example.com`                      |
/// | `10.0.0.0/8`, `::2`   | `10.0.0.0/8,::2`                    |
/// | `<local>`, `a:8080`   | left out                            |
[[nodiscard]] std::string render_no_proxy(const BypassList& list);

/// For `--proxy-bypass-list` of Chromium and Electron, where `example.com` is exact and loopback is implicit. A port
/// behind a network or `<local>` cannot be said there.
[[nodiscard]] std::string render_chromium_bypass(const BypassList& list);

/// For Java's `http.nonProxyHosts`, where `*` stands at either end only; loopback always.
/// | list                         | rendered after the loopback entries |
/// |------------------------------|-------------------------------------|
/// | `example.com`                | `example.com|*.example.com`         |
/// | `*.example.com`              | `*.example.com`                     |
/// | `10.0.0.0/8`, `::2`          | `10.*|[::2]`                        |
/// | `10.0.0.0/9`, `<local>`, `a:8080`, IPv6 networks | left out        |
[[nodiscard]] std::string render_java_bypass(const BypassList& list);

/// In the form that `reader` reads.
[[nodiscard]] std::string render_bypass(const BypassList& list, NoProxyReader reader);

}  // namespace sallyport
