#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "platform/helper_process.hpp"

namespace sallyport {

/// A real program that listens on a free loopback port for as long as this object lives.
class LoopbackService {
 public:
  /// Writes what the program reads, for a port, and says how it is started.
  using Configure = std::function<ProcessSpec(std::uint16_t port)>;

  /// Throws what `log` says when it does not start.
  LoopbackService(Configure configure, std::function<std::string()> log);

  [[nodiscard]] std::uint16_t port() const { return port_; }
  /// Ends it; its port is free then.
  void stop() { process_.reset(); }
  /// Starts it again, on the same port.
  void start_again();

 private:
  bool start();

  Configure configure_;
  std::function<std::string()> log_;
  std::uint16_t port_ = 0;
  std::unique_ptr<HelperProcess> process_;
};

}  // namespace sallyport
