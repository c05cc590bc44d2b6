#pragma once

#include "sallyport/ports/digest_hash.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport {

/// The adapters of what proxies want of cryptography; they live as long as this object. One thread.
class TlsAdapters {
 public:
  virtual ~TlsAdapters() = default;

  [[nodiscard]] virtual Tls& tls() = 0;
  [[nodiscard]] virtual DigestHash& digest_hash() = 0;
};

}  // namespace sallyport
