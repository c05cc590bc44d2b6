#pragma once

#include <memory>

#include "sallyport/ports/tls.hpp"

namespace sallyport {

/// TLS by OpenSSL. The system's roots are those of its OpenSSL, or of Windows (`SSL_CERT_FILE` and `SSL_CERT_DIR` name
/// others). They take 1 MB and 30 ms to read, so that connections share them; they are read again after a minute, and
/// at once when the CA file has changed.
class OpensslTls final : public Tls {
 public:
  OpensslTls();
  ~OpensslTls() override;

  /// From any thread.
  Result<std::unique_ptr<TlsSession>> connect(const TlsPeer& peer) override;

 private:
  class Contexts;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace sallyport
