#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "support/sallyport_sandbox.hpp"

namespace sallyport {

/// A client that runs under Sallyport, with the relay beside it.
class RelayedApp {
 public:
  /// `limits`: what `ulimit` is told before, in words of a shell.
  RelayedApp(SallyportSandbox& sallyport, const std::vector<std::string>& command, const std::string& limits = ":");

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  [[nodiscard]] pid_t supervisor() const { return supervisor_; }
  /// Waits for the end of the launch.
  HelperProcess::Ended finish();

 private:
  std::unique_ptr<HelperProcess> launch_;
  std::uint16_t port_ = 0;
  pid_t pid_ = 0;
  pid_t supervisor_ = 0;
};

}  // namespace sallyport
