#include "platform/common/linked_tls.hpp"

#include "platform/common/openssl_digest_hash.hpp"
#include "platform/common/openssl_tls.hpp"

namespace sallyport {
namespace {

class LinkedTls final : public TlsAdapters {
 public:
  Tls& tls() override { return tls_; }
  DigestHash& digest_hash() override { return digest_hash_; }

 private:
  OpensslTls tls_;
  OpensslDigestHash digest_hash_;
};

}  // namespace

std::unique_ptr<TlsAdapters> make_linked_tls() { return std::make_unique<LinkedTls>(); }

}  // namespace sallyport
