#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sallyport {

/// A web server on a loopback port that answers every GET with 200 and remembers each request's head.
class OriginServer {
 public:
  static constexpr const char* kBody = "<html><body>hello from the origin</body></html>\n";

  /// `port` 0: any free one.
  explicit OriginServer(std::uint16_t port = 0);
  ~OriginServer();
  OriginServer(const OriginServer&) = delete;
  OriginServer& operator=(const OriginServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// The heads of all requests so far, in lower case.
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  void serve();

  struct Network;
  std::unique_ptr<Network> network_;
  std::uint16_t port_ = 0;
  std::atomic<bool> stopping_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

/// A port that is free now.
[[nodiscard]] std::uint16_t free_port();
/// Whether something listens on a loopback port.
bool listens(std::uint16_t port);

}  // namespace sallyport
