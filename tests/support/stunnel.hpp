#pragma once

#include <cstdint>
#include <memory>

#include "platform/posix/helper_process.hpp"
#include "support/certificate_authority.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A real stunnel that takes TLS on a free loopback port and hands on to another loopback port what is inside.
class Stunnel {
 public:
  Stunnel(std::uint16_t inner_port, const CertificateAuthority::Issued& issued);

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  TemporaryDirectory directory_;
  std::uint16_t port_ = 0;
  std::unique_ptr<HelperProcess> process_;
};

}  // namespace sallyport
