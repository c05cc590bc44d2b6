#pragma once

#include <cstdint>

#include "support/certificate_authority.hpp"
#include "support/loopback_service.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A real stunnel that takes TLS on a free loopback port and hands on to another loopback port what is inside.
class Stunnel {
 public:
  Stunnel(std::uint16_t inner_port, const CertificateAuthority::Issued& issued);

  [[nodiscard]] std::uint16_t port() const { return service_.port(); }

 private:
  TemporaryDirectory directory_;
  LoopbackService service_;
};

}  // namespace sallyport
