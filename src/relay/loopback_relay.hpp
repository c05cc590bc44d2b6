#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>

#include "sallyport/ports/peer_admission.hpp"
#include "sallyport/ports/relay_host.hpp"
#include "sallyport/ports/request_observer.hpp"
#include "sallyport/ports/system_proxy.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport::relay {

class ProxyLogins;

/// What the relay acts through.
struct RelayPorts {
  SystemProxy& system_proxy;
  Tls& tls;
  PeerAdmission& admission;             ///< asked on the relay's thread
  ProxyLogins& logins;                  ///< used on the relay's thread
  RequestObserver* observer = nullptr;  ///< may be null; told on the relay's thread
  /// For time limits; asked each second, on the relay's thread.
  std::function<std::chrono::steady_clock::time_point()> now = std::chrono::steady_clock::now;
  /// Given each socket before it listens; connections that it accepts inherit what is set. May be empty.
  std::function<void(std::intptr_t listener)> prepare_listener{};
};

/// The relay, on a thread of its own that begins with `open` and ends with `close`.
class LoopbackRelay final : public RelayHost {
 public:
  /// `most_connections` of clients are served at once; more wait to be accepted, so that each finds a descriptor for
  /// its way upstream.
  explicit LoopbackRelay(RelayPorts ports, std::size_t most_connections = 10'000);
  ~LoopbackRelay() override;
  LoopbackRelay(const LoopbackRelay&) = delete;
  LoopbackRelay& operator=(const LoopbackRelay&) = delete;

  [[nodiscard]] Result<std::uint16_t> open(RelayRules rules, std::uint16_t port) override;
  void set_rules(RelayRules rules) override;
  [[nodiscard]] std::string_view admission_method() const override { return ports_.admission.method(); }
  void close() override;

 private:
  class Server;

  RelayPorts ports_;
  std::size_t most_connections_;
  std::unique_ptr<Server> server_;
};

}  // namespace sallyport::relay
