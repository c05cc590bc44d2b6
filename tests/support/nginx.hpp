#pragma once

#include <cstdint>
#include <string>

#include "support/loopback_service.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A real nginx on a free loopback port, as an origin: serves a folder, compresses text, and takes files by PUT.
class Nginx {
 public:
  Nginx();

  [[nodiscard]] std::uint16_t port() const { return service_.port(); }
  /// What `GET /NAME` answers with.
  void serve(const std::string& name, const std::string& content) { directory_.write("www/" + name, content); }
  /// What was put there.
  [[nodiscard]] std::string stored(const std::string& name) const { return directory_.read("www/" + name); }
  /// A line for each request: its method and path, the status, and the number of its connection.
  [[nodiscard]] std::string log() const { return directory_.read("access"); }

 private:
  TemporaryDirectory directory_;
  LoopbackService service_;
};

}  // namespace sallyport
