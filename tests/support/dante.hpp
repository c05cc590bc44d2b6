#pragma once

#include <cstdint>
#include <string>

#include "support/loopback_service.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A real SOCKS5 proxy, dante-server, on a free loopback port, that wants user and password. It asks the system for
/// them, so it runs in a view of the file systems whose `/etc/passwd`, `/etc/shadow` and `/etc/hosts` are the test's
/// own; root and, where user namespaces are allowed, everybody can make one.
class Dante {
 public:
  /// Why none can run here; empty where it can.
  [[nodiscard]] static std::string obstacle();

  /// It connects to 127.0.0.0/8, but for 127.0.0.9, and knows `origin.test` to be 127.0.0.1.
  Dante(const std::string& user, const std::string& password);

  [[nodiscard]] std::uint16_t port() const { return service_.port(); }

 private:
  [[nodiscard]] ProcessSpec configure(std::uint16_t port, const std::string& user, const std::string& password) const;

  TemporaryDirectory directory_;
  LoopbackService service_;
};

}  // namespace sallyport
