#pragma once

#include <string>
#include <vector>

#include "sallyport/core/bypass_list.hpp"

namespace sallyport {

/// A bypass list written for the programs that will read it.
struct RenderedBypass {
  std::string text;
  std::vector<std::string> warnings;  ///< one sentence for each entry that the form cannot carry
};

/// For `no_proxy`, in the form that most programs read rightly: `h` and `.h` for a domain, no wildcards, no ports, no
/// IPv6 networks (httpx throws on them), loopback always. `*` stands alone, since curl reads it only so. | list |
/// rendered after the loopback entries |
/// |-----------------------|-------------------------------------|
/// | `example.com`         | `example.com,.example.com`          |
/// | `*.example.com`       | `.example.com`                      |
/// | `10.0.0.0/8`, `::2`   | `10.0.0.0/8,::2`                    |
/// | `<local>`, `a:8080`   | left out, with a warning            |
[[nodiscard]] RenderedBypass render_no_proxy(const BypassList& list);

/// For `--proxy-bypass-list` of Chromium and Electron, where `example.com` is exact and loopback is implicit.
[[nodiscard]] RenderedBypass render_chromium_bypass(const BypassList& list);

/// For Java's `http.nonProxyHosts`, where `*` stands at either end only; loopback always.
/// | list                         | rendered after the loopback entries |
/// |------------------------------|-------------------------------------|
/// | `example.com`                | `example.com|*.example.com`         |
/// | `*.example.com`              | `*.example.com`                     |
/// | `10.0.0.0/8`, `::2`          | `10.*|[::2]`                        |
/// | `10.0.0.0/9`, `<local>`, `a:8080`, IPv6 networks | left out, with a warning |
[[nodiscard]] RenderedBypass render_java_bypass(const BypassList& list);

}  // namespace sallyport
