#include "platform/common/openssl_digest_hash.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include <array>

namespace sallyport {
namespace {

tl::unexpected<Error> not_available(const char* name) {
  std::array<char, 256> reason{};
  ERR_error_string_n(ERR_get_error(), reason.data(), reason.size());
  ERR_clear_error();
  return failure(ErrorCode::kUnsupported,
                 fmt::format("The proxy asks for Digest authentication with {}, which this system does not allow or "
                             "does not have. Ask the proxy's administrator for SHA-256.",
                             name),
                 reason.data());
}

}  // namespace

Result<Secret> OpensslDigestHash::hex(Algorithm algorithm, std::span<const std::string_view> parts) {
  const bool is_md5 = algorithm == Algorithm::kMd5;
  const char* name = is_md5 ? "MD5" : "SHA-256";
  auto& function = is_md5 ? md5_ : sha256_;
  if (!function) function.reset(EVP_MD_fetch(nullptr, name, nullptr));
  if (!context_) context_.reset(EVP_MD_CTX_new());
  if (!function || !context_ || EVP_DigestInit_ex2(context_.get(), function.get(), nullptr) != 1) {
    return not_available(name);
  }
  for (const std::string_view part : parts) {
    if (EVP_DigestUpdate(context_.get(), part.data(), part.size()) != 1) return not_available(name);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned size = 0;
  if (EVP_DigestFinal_ex(context_.get(), bytes.data(), &size) != 1) return not_available(name);
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<char, std::size_t{2} * EVP_MAX_MD_SIZE> text;
  for (std::size_t i = 0; i < size; ++i) {
    text[2 * i] = kDigits[bytes[i] >> 4U];
    text[2 * i + 1] = kDigits[bytes[i] & 0xFU];
  }
  Secret secret(std::string_view(text.data(), std::size_t{2} * size));
  OPENSSL_cleanse(bytes.data(), bytes.size());
  wipe_memory(text.data(), text.size());
  return secret;
}

}  // namespace sallyport
