#pragma once

#include "sallyport/ports/tls.hpp"

namespace sallyport {

/// An installation without TLS.
class FakeTls final : public Tls {
 public:
  Result<std::unique_ptr<TlsSession>> connect(const TlsPeer&) override {
    return failure(ErrorCode::kUnsupported, "There is no TLS here.");
  }
};

}  // namespace sallyport
