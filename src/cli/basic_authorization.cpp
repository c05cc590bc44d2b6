#include "cli/basic_authorization.hpp"

#include <cstdint>

namespace sallyport {

std::string basic_authorization(std::string_view user, std::string_view password) {
  static constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string text = std::string(user) + ":" + std::string(password);
  std::string encoded = "Basic ";
  for (std::size_t i = 0; i < text.size(); i += 3) {
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      bits = (bits << 8U) | (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      encoded += i + j <= text.size() ? kAlphabet[(bits >> (18U - 6U * j)) & 0x3FU] : '=';
    }
  }
  return encoded;
}

}  // namespace sallyport
