#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/secret.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// What GSettings holds below `org.gnome.system.proxy`, as it stands there.
struct GnomeProxyValues {
  struct Server {
    std::string host;  ///< empty: none
    int port = 0;
  };
  std::string mode = "none";  ///< `none`, `manual`, `auto`
  std::string autoconfig_url;
  std::vector<std::string> ignore_hosts;
  Server http;
  Server https;
  Server socks;
  Server ftp;
  bool use_authentication = false;
  std::string authentication_user;
  Secret authentication_password;
};

/// What GIO's own resolver makes of these values: without an HTTPS server https requests use the HTTP one; only the
/// HTTP server has a login; `http/enabled` does not count. `use-same-proxy` concerns neither http nor https (it decides
/// on other schemes), so it is not among the values. A manual proxy without a usable server is no proxy, and the note
/// says so.
[[nodiscard]] SystemProxyConfiguration gnome_configuration(const GnomeProxyValues& values);

/// One entry of `ignore-hosts` in Sallyport's dialect; empty when it cannot be said. As GIO matches them, these three
/// are one: the domain and its subdomains. What GIO can match with nothing cannot be said.
///
/// | ignore-hosts                                     | Sallyport        |
/// |--------------------------------------------------|------------------|
/// | `example.com` `.example.com` `*.example.com`     | `example.com`    |
/// | `example.com:8080`                               | `example.com:8080` |
/// | `10.0.0.0/8`, `::1`                              | the same         |
/// | `192.168.*`, `*`, `10.1.2.3/8`, `bücher.example` | (nothing)        |
[[nodiscard]] std::string translate_gnome_ignore_host(std::string_view entry);

}  // namespace sallyport
