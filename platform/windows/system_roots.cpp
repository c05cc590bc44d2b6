#include "platform/common/system_roots.hpp"

#include "platform/common/openssl_pointer.hpp"
#include "platform/windows/root_certificates.hpp"

namespace sallyport {

bool add_system_roots(X509_STORE* store) {
  if (X509_STORE_set_default_paths(store) != 1) return false;
  for_each_root([&](std::span<const std::uint8_t> root) {
    const unsigned char* bytes = root.data();
    // One that OpenSSL cannot read is one less, not an error.
    if (const OpensslPointer<X509> certificate(d2i_X509(nullptr, &bytes, static_cast<long>(root.size())));
        certificate) {
      X509_STORE_add_cert(store, certificate.get());
    }
  });
  return true;
}

}  // namespace sallyport
