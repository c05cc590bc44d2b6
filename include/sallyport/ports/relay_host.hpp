#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// What the relay decides routes by. Holds no password: those come from the keychain, when a proxy asks.
struct RelayRules {
  ProxySettings settings;
  SystemProxyConfiguration system;
  Environment inherited;  ///< counts where the settings respect it
};

/// The loopback relay of one supervisor: an HTTP proxy on 127.0.0.1 (and ::1, where there is one) for one client, which
/// takes each request to the proxy that the rules name and signs in there. Any thread; nothing blocks.
class RelayHost {
 public:
  virtual ~RelayHost() = default;

  /// Listens on a free port and starts to serve; requests wait for what they need of the keychain. `port` 0: any free
  /// one. kIo when the port is taken.
  [[nodiscard]] virtual Result<std::uint16_t> open(RelayRules rules, std::uint16_t port) = 0;
  /// For new requests; tunnels that are open stay. Also forgets what was learnt about credentials, so that a changed
  /// password is read again.
  virtual void set_rules(RelayRules rules) = 0;
  /// By what it tells who may use it: PeerAdmission::method.
  [[nodiscard]] virtual std::string_view admission_method() const = 0;
  /// Closes the port and every connection.
  virtual void close() = 0;
};

}  // namespace sallyport
