#include <string_view>

#include "platform/common/openssl_digest_hash.hpp"
#include "platform/common/openssl_tls.hpp"
#include "platform/posix/module_entries.hpp"

namespace sallyport {
namespace {

class LinkedTlsAdapters final : public TlsAdapters {
 public:
  Tls& tls() override { return tls_; }
  DigestHash& digest_hash() override { return digest_hash_; }

 private:
  OpensslTls tls_;
  OpensslDigestHash digest_hash_;
};

}  // namespace
}  // namespace sallyport

extern "C" __attribute__((visibility("default"))) sallyport::TlsAdapters* sallyport_tls_adapters(const char* version) {
  if (std::string_view(version) != SALLYPORT_VERSION) return nullptr;
  return new sallyport::LinkedTlsAdapters();
}
