#include "sallyport/core/basic_authorization.hpp"

#include <cstdint>
#include <string>

namespace sallyport {
namespace {

/// `user:password`, byte by byte, without a copy of it; 0 behind its end.
class UserAndPassword {
 public:
  UserAndPassword(std::string_view user, std::string_view password) : user_(user), password_(password) {}

  [[nodiscard]] std::size_t size() const { return user_.size() + 1 + password_.size(); }
  [[nodiscard]] std::uint32_t operator[](std::size_t i) const {
    if (i < user_.size()) return static_cast<unsigned char>(user_[i]);
    if (i == user_.size()) return ':';
    return i < size() ? static_cast<unsigned char>(password_[i - user_.size() - 1]) : 0U;
  }

 private:
  std::string_view user_;
  std::string_view password_;
};

}  // namespace

Secret basic_authorization(std::string_view user, std::string_view password) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const UserAndPassword text(user, password);
  std::string encoded = "Basic ";
  encoded.reserve(encoded.size() + (text.size() + 2) / 3 * 4);  // growing would leave copies behind
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::uint32_t bits = (text[i] << 16U) | (text[i + 1] << 8U) | text[i + 2];
    for (std::size_t j = 0; j < 4; ++j) {
      encoded += i + j <= text.size() ? kAlphabet[(bits >> (18U - 6U * j)) & 0x3FU] : '=';
    }
  }
  Secret secret(encoded);
  wipe_memory(encoded.data(), encoded.size());
  return secret;
}

}  // namespace sallyport
