#include "platform/common/system_roots.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstdlib>

#include "platform/common/openssl_pointer.hpp"
#include "platform/windows/root_certificates.hpp"

namespace sallyport {
namespace {

/// What OpenSSL's variables name. Its own folder is left out: where that is was decided where OpenSSL was built, and on
/// this machine anyone may be able to make it (CVE-2019-1552).
void add_named_roots(X509_STORE* store) {
  // A file that is missing is one source less, not an error.
  ERR_set_mark();
  if (const char* const file = std::getenv(X509_get_default_cert_file_env())) X509_STORE_load_file(store, file);
  if (const char* const folder = std::getenv(X509_get_default_cert_dir_env())) X509_STORE_load_path(store, folder);
  ERR_pop_to_mark();
}

}  // namespace

bool add_system_roots(X509_STORE* store) {
  add_named_roots(store);
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
