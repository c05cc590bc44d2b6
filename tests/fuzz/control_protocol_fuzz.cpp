#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "app/control_protocol.hpp"

/// Whatever is read as a request or a reply must come back the same when it is written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  if (const auto request = sallyport::parse_request(line)) {
    auto written = sallyport::format_request(*request);
    written.pop_back();
    const auto again = sallyport::parse_request(written);
    if (!again || *again != *request) std::abort();
  }
  if (const auto reply = sallyport::parse_reply(line)) {
    const auto written = sallyport::format_reply(*reply);
    if (written.find('\n') != written.size() - 1) std::abort();
    auto stripped = written.substr(0, written.size() - 1);
    if (stripped.size() <= sallyport::kControlReplyLimit) {
      const auto again = sallyport::parse_reply(stripped);
      if (!again || sallyport::format_reply(*again) != written) std::abort();
    }
  }
  return 0;
}
