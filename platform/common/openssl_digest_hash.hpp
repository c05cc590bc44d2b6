#pragma once

#include <openssl/evp.h>

#include "platform/common/openssl_pointer.hpp"
#include "sallyport/ports/digest_hash.hpp"

namespace sallyport {

/// Hashes by OpenSSL. One thread.
class OpensslDigestHash final : public DigestHash {
 public:
  Result<Secret> hex(Algorithm algorithm, std::span<const std::string_view> parts) override;

 private:
  OpensslPointer<EVP_MD> md5_;
  OpensslPointer<EVP_MD> sha256_;
  OpensslPointer<EVP_MD_CTX> context_;
};

}  // namespace sallyport
