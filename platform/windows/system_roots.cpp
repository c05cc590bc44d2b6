#include "platform/common/system_roots.hpp"

#include "platform/common/openssl_pointer.hpp"

// After OpenSSL, some of whose names it makes macros of.
#include <windows.h>

// After windows.h, which it needs.
#include <wincrypt.h>

#include <memory>
#include <type_traits>

namespace sallyport {
namespace {

struct CloseStore {
  void operator()(HCERTSTORE store) const { ::CertCloseStore(store, 0); }
};

}  // namespace

// CertOpenSystemStore: learn.microsoft.com/en-us/windows/win32/api/wincrypt/nf-wincrypt-certopensystemstorew. Windows
// fetches some roots only when its own verification asks for them; those that it has not got yet are missing here.
bool add_system_roots(X509_STORE* store) {
  if (X509_STORE_set_default_paths(store) != 1) return false;
  const std::unique_ptr<std::remove_pointer_t<HCERTSTORE>, CloseStore> roots(::CertOpenSystemStoreW(0, L"ROOT"));
  if (!roots) return true;
  for (PCCERT_CONTEXT root = nullptr; (root = ::CertEnumCertificatesInStore(roots.get(), root)) != nullptr;) {
    const unsigned char* bytes = root->pbCertEncoded;
    // One that OpenSSL cannot read is one less, not an error.
    if (const OpensslPointer<X509> certificate(d2i_X509(nullptr, &bytes, static_cast<long>(root->cbCertEncoded)));
        certificate) {
      X509_STORE_add_cert(store, certificate.get());
    }
  }
  return true;
}

}  // namespace sallyport
