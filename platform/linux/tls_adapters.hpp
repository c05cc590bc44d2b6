#pragma once

#include "sallyport/ports/digest_hash.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport {

/// The adapters of the module `sallyport-tls`; they live as long as this object.
class TlsAdapters {
 public:
  virtual ~TlsAdapters() = default;

  [[nodiscard]] virtual Tls& tls() = 0;
  [[nodiscard]] virtual DigestHash& digest_hash() = 0;
};

/// The module's only exported function. Null when `version` is not the module's own: C++ objects cross this border, so
/// both sides must come from one build. The caller owns the result.
using TlsAdaptersFactory = TlsAdapters*(const char* version);
inline constexpr const char* kTlsAdaptersFactoryName = "sallyport_tls_adapters";

}  // namespace sallyport
