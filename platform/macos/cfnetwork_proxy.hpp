#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/result.hpp"
#include "sallyport/core/secret.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// What the dictionary of CFNetworkCopySystemProxySettings holds (CFNetwork, "Global Proxy Settings Constants"), as it
/// stands there. A server counts when its `…Enable` is not 0.
struct CfNetworkProxyValues {
  struct Server {
    bool enabled = false;  ///< HTTPEnable
    std::string host;      ///< HTTPProxy
    int port = 0;          ///< HTTPPort; 0: none
  };
  Server http;
  Server https;
  Server socks;
  Server ftp;
  bool auto_config_enabled = false;     ///< ProxyAutoConfigEnable
  std::string auto_config_url;          ///< ProxyAutoConfigURLString
  bool has_inline_script = false;       ///< ProxyAutoConfigJavaScript, which is run without an address
  bool auto_discovery_enabled = false;  ///< ProxyAutoDiscoveryEnable: WPAD
  std::vector<std::string> exceptions;  ///< ExceptionsList
  bool exclude_simple_hostnames = false;
};

/// What macOS does with these values: a script (PAC) or WPAD before the servers; each kind of request has its own
/// server, so that https without one goes direct; the "HTTPS" (secure web) proxy is an HTTP proxy for https requests.
/// Servers without a usable host and port are none, and the note says so. The login is not among the values: macOS
/// keeps it in the keychain, where it belongs to CFNetwork.
[[nodiscard]] SystemProxyConfiguration cfnetwork_configuration(const CfNetworkProxyValues& values);

/// ExceptionsList in Sallyport's dialect. An exception is a pattern for the whole host name: without a `*` it is that
/// one host, which Sallyport's list cannot say of a name, since there a name takes its subdomains along.
///
/// | exceptions                          | Sallyport                 | untranslated                       |
/// |-------------------------------------|---------------------------|------------------------------------|
/// | `*.example.com`                     | `.example.com`            |                                    |
/// | `example.com` and `*.example.com`   | `example.com`             |                                    |
/// | `example.com` alone                 |                           | `example.com`                      |
/// | `169.254/16`, `10.0.0.0/8`          | `169.254.0.0/16`, the same |                                   |
/// | `10.1.2.3`, `fe80::1`               | the same                  |                                    |
/// | `localhost`                         | nothing: never by a proxy |                                    |
/// | `*`                                 | `*`                       |                                    |
/// | `192.168.*`, `*example.com`, `a:80` |                           | the same                           |
struct TranslatedExceptions {
  std::string bypass;
  std::vector<std::string> untranslated;
};
[[nodiscard]] TranslatedExceptions translate_exceptions(const std::vector<std::string>& exceptions);

/// An entry of the list that CFNetworkCopyProxiesForURL, or a proxy script, answers with (CFNetwork, "Proxy Types" and
/// "Property Keys").
struct CfNetworkProxyEntry {
  enum class Type {
    kNone,    ///< kCFProxyTypeNone
    kHttp,    ///< kCFProxyTypeHTTP
    kHttps,   ///< kCFProxyTypeHTTPS: an HTTP proxy for https requests
    kSocks,   ///< kCFProxyTypeSOCKS
    kFtp,     ///< kCFProxyTypeFTP
    kScript,  ///< kCFProxyTypeAutoConfigurationURL or …JavaScript, to be run first
    kOther,
  };
  Type type = Type::kOther;
  std::string host;      ///< kCFProxyHostNameKey
  int port = 0;          ///< kCFProxyPortNumberKey; 0: the type's own
  std::string username;  ///< kCFProxyUsernameKey
  Secret password;       ///< kCFProxyPasswordKey
};

/// The server, or an empty optional for "direct". kUnsupported for a type that no request of ours can use,
/// kInvalidValue for a host or port that cannot be used; the message echoes no login.
[[nodiscard]] Result<std::optional<SystemProxyServer>> read_proxy_entry(const CfNetworkProxyEntry& entry);

/// A whole answer in its order. What cannot be used is left out; when nothing else is left, its error is returned.
[[nodiscard]] Result<std::vector<std::optional<SystemProxyServer>>> read_proxy_entries(
    const std::vector<CfNetworkProxyEntry>& entries);

}  // namespace sallyport
