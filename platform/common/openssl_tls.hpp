#pragma once

#include "sallyport/ports/tls.hpp"

namespace sallyport {

/// TLS by OpenSSL. The system's roots are those of its OpenSSL, or of Windows (`SSL_CERT_FILE` and `SSL_CERT_DIR` name
/// others).
class OpensslTls final : public Tls {
 public:
  Result<std::unique_ptr<TlsSession>> connect(const TlsPeer& peer) override;
};

}  // namespace sallyport
