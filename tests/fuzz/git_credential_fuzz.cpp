#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sallyport/core/git_credential.hpp"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sallyport;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = parse_git_credential(text);
  if (!read) return 0;
  if (read->proxy) {
    // What is understood can be said again.
    const auto again = parse_git_credential("url=" + read->proxy->url() + "\n");
    require(again && again->proxy == read->proxy);
  }
  if (!read->username || !read->password) return 0;
  // What is given to git is two lines, whatever stands in them.
  const auto lines = format_git_credential({*read->username, read->password->clone()});
  if (!lines) return 0;
  const auto again = parse_git_credential(lines->reveal());
  require(again && again->username == read->username && again->password->equals(*read->password) && !again->proxy);
  return 0;
}
