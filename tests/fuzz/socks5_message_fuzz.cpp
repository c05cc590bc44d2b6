#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "relay/socks5_message.hpp"

/// What a proxy may answer, read as the relay reads it: only as many bytes as are asked for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport::relay;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (size >= 2) {
    (void)parse_socks5_choice(bytes.substr(0, 2));
    (void)parse_socks5_login_answer(bytes.substr(0, 2));
  }
  constexpr std::size_t kLongestReply = 4 + 1 + 255 + 2;
  std::size_t read = 0;
  for (;;) {
    const auto missing = socks5_reply_missing(bytes.substr(0, read));
    if (!missing) return 0;
    if (*missing == 0) break;
    read += *missing;
    if (read > kLongestReply) std::abort();
    if (read > size) return 0;
  }
  if (describe_socks5_refusal(socks5_reply_code(bytes.substr(0, read)), "example.com:443").empty()) std::abort();
  return 0;
}
