#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/tls_adapters.hpp"
#include "sallyport/ports/digest_hash.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport {

/// OpenSSL for a program that does not link it: it is in the module `sallyport-tls`, which the first call loads. A
/// launch that needs neither TLS nor Digest pays nothing for it. One thread. Without a usable module calls fail with
/// kUnsupported, naming the path.
class TlsModule final : public Tls, public DigestHash {
 public:
  /// Looks for the module beside the running program and where it was installed.
  TlsModule();
  /// The first of `paths` that exists.
  explicit TlsModule(std::vector<std::string> paths);

  Result<std::unique_ptr<TlsSession>> connect(const TlsPeer& peer) override;
  Result<Secret> hex(Algorithm algorithm, std::span<const std::string_view> parts) override;

 private:
  Result<TlsAdapters*> load();

  std::vector<std::string> paths_;
  std::unique_ptr<TlsAdapters> adapters_;
};

}  // namespace sallyport
