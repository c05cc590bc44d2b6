#pragma once

#include <cstdint>

#include "support/loopback_service.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A git repository of one file, `file`, which holds "text", on a real web server: `/repository.git` on a free loopback
/// port.
class GitRepository {
 public:
  GitRepository();

  [[nodiscard]] std::uint16_t port() const { return service_.port(); }

 private:
  TemporaryDirectory directory_;
  LoopbackService service_;
};

}  // namespace sallyport
