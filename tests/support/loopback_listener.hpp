#pragma once

#include <cstdint>

#include "platform/posix/file_descriptor.hpp"
#include "sallyport/ports/peer_admission.hpp"

namespace sallyport {

/// A TCP port on loopback that takes connections, and plain ways to connect to it. Throws when the system will not.
class LoopbackListener {
 public:
  enum class Client { kV4, kV6, kV4InV6 };  ///< the last one: IPv4 through a socket of IPv6
  struct Accepted {
    FileDescriptor socket;
    SocketAddress peer;
    SocketAddress local;
  };

  explicit LoopbackListener(Client client = Client::kV4);

  /// Blocking; for any process.
  [[nodiscard]] FileDescriptor connect() const;
  [[nodiscard]] Accepted accept() const;
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  Client client_;
  FileDescriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace sallyport
