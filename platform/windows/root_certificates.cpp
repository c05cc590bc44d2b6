#include "platform/windows/root_certificates.hpp"

#include <windows.h>

// After windows.h, which it needs.
#include <wincrypt.h>

#include <chrono>
#include <memory>
#include <optional>
#include <type_traits>

#include "platform/own_file.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kLargestFile = std::size_t{16} * 1024 * 1024;
constexpr std::chrono::seconds kLockWait{2};

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

std::string root_certificates_file(const std::string& folder) {
  std::string all;
  for_each_root([&](std::span<const std::uint8_t> certificate) { all += pem(certificate); });
  if (all.empty()) return {};
  const std::string file = folder + "/system-roots.pem";
  const auto made = update_own_file(file, kLargestFile, kLockWait, [&](const std::optional<std::string>& text) {
    return text == all ? std::nullopt : std::optional(all);
  });
  return made ? file : std::string();
}

}  // namespace sallyport
