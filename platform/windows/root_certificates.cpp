#include "platform/windows/root_certificates.hpp"

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

std::string pem(std::span<const std::uint8_t> certificate) {
  constexpr DWORD kFormat = CRYPT_STRING_BASE64HEADER | CRYPT_STRING_NOCR;
  const auto size = static_cast<DWORD>(certificate.size());
  DWORD length = 0;  // with the NUL
  if (::CryptBinaryToStringA(certificate.data(), size, kFormat, nullptr, &length) == 0) return {};
  std::string text(length, '\0');
  if (::CryptBinaryToStringA(certificate.data(), size, kFormat, text.data(), &length) == 0) return {};
  text.resize(length);
  return text;
}

}  // namespace

void for_each_root(const std::function<void(std::span<const std::uint8_t> certificate)>& use) {
  const std::unique_ptr<std::remove_pointer_t<HCERTSTORE>, CloseStore> roots(::CertOpenSystemStoreW(0, L"ROOT"));
  if (!roots) return;
  for (PCCERT_CONTEXT root = nullptr; (root = ::CertEnumCertificatesInStore(roots.get(), root)) != nullptr;) {
    use({root->pbCertEncoded, root->cbCertEncoded});
  }
}

std::string root_certificates_pem() {
  std::string all;
  for_each_root([&](std::span<const std::uint8_t> certificate) { all += pem(certificate); });
  return all;
}

}  // namespace sallyport
