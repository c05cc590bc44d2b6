#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// What KDE is configured with.
struct KdeProxy {
  SystemProxyConfiguration configuration;
  /// The list names the hosts that use the proxy, not those that do not ("use only for entries in this list").
  bool only_listed = false;
  std::string listed;  ///< for `only_listed`: the list in Sallyport's dialect
};

/// Reads `[Proxy Settings]` of kioslaverc: `files` are the texts of the system's files and then the user's, of which
/// the later win unless a key or group is marked immutable (`[$i]`). `environment` is what ProxyType 4 refers to.
/// Servers are written `http://host port` or `http://user:password@host:port`.
[[nodiscard]] KdeProxy read_kioslaverc(const std::vector<std::string>& files, const Environment& environment);

/// One entry of `NoProxyFor` in Sallyport's dialect; empty when it cannot be said. KDE compares the ends of names
/// without regard to dots, so its `example.com` also spares `badexample.com`; Sallyport's spares the domain only.
///
/// | NoProxyFor                 | Sallyport        |
/// |----------------------------|------------------|
/// | `example.com`              | `example.com`    |
/// | `.example.com`             | `.example.com`   |
/// | `<local>`                  | `<local>`        |
/// | `10.0.0.0/255.0.0.0`, `10` | `10.0.0.0/8`     |
/// | `*.example.com`            | (nothing)        |
[[nodiscard]] std::string translate_kde_exception(std::string_view entry);

}  // namespace sallyport
