#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sallyport/core/credentials.hpp"
#include "sallyport/core/endpoint.hpp"

namespace sallyport {

/// A proxy that the OS names, with the login that stood inside its answer (`http://user:pw@proxy`), if any.
struct SystemProxyServer {
  Endpoint endpoint;
  std::optional<Credential> credential;
};

/// What the OS is configured with, as a value.
struct SystemProxyConfiguration {
  enum class Mode {
    kNone,       ///< the OS says: no proxy
    kManual,     ///< the servers below
    kAutomatic,  ///< a PAC file: pac_url, or WPAD when that is empty
    kUnknown,    ///< there is nobody to ask (no desktop); note says so
  };
  Mode mode = Mode::kUnknown;
  std::string source;  ///< `GNOME`, `KDE`, `Windows`, `macOS`; empty when unknown
  std::optional<SystemProxyServer> http;
  std::optional<SystemProxyServer> https;
  std::optional<SystemProxyServer> socks;
  std::string ftp;     ///< the proxy for FTP as a person reads it, which no client is given; empty: none
  std::string bypass;  ///< in Sallyport's dialect (bypass_list.hpp), as far as it can be translated exactly
  std::vector<std::string> untranslated;  ///< entries of the OS's dialect that cannot be
  std::string pac_url;
  std::string note;  ///< a sentence on what the desktop cannot say; may be empty

  [[nodiscard]] SystemProxyConfiguration clone() const;
  /// `GNOME: automatic, http://wpad.example.com/proxy.pac`, `KDE: proxy.example.com:3128`, `GNOME: no proxy`.
  [[nodiscard]] std::string summary() const;
};

}  // namespace sallyport
