#pragma once

#include <cstdint>
#include <string>

#include "support/loopback_service.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A real tinyproxy on a free loopback port. It takes every host that ends in `.test` to be served by one origin.
class Tinyproxy {
 public:
  /// With BasicAuth when `user` is not empty (tinyproxy takes letters, digits, `-`, `.` and `_` there).
  Tinyproxy(std::uint16_t origin_port, const std::string& user, const std::string& password);

  [[nodiscard]] std::uint16_t port() const { return service_.port(); }
  void stop() { service_.stop(); }
  void start_again() { service_.start_again(); }
  /// How many requests it has seen whose line holds `text`; a browser also makes some of its own.
  [[nodiscard]] int requests_for(const std::string& text) const;
  [[nodiscard]] int requests() const { return requests_for(""); }

 private:
  TemporaryDirectory directory_;
  LoopbackService service_;
};

}  // namespace sallyport
