#include "platform/linux/user_map.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <string>

#include "platform/linux/proc_file.hpp"

namespace sallyport {
namespace {

/// The number at the front of `text`, which it is taken off; the largest one when there is none.
std::uint64_t take_number(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::uint64_t number = std::numeric_limits<std::uint64_t>::max();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

}  // namespace

bool maps_every_user(std::string_view uid_map) {
  const std::uint64_t first = take_number(uid_map);
  take_number(uid_map);  // as the namespace around it counts
  const std::uint64_t count = take_number(uid_map);
  return first == 0 && count == std::numeric_limits<std::uint32_t>::max() && (uid_map.empty() || uid_map == "\n");
}

bool own_user_is_ambiguous() {
  constexpr std::uint64_t kUsualOverflow = 65534;
  std::uint64_t overflow = kUsualOverflow;
  if (const auto text = read_proc_file("/proc/sys/kernel/overflowuid")) {
    std::from_chars(text->data(), text->data() + text->size(), overflow);
  }
  return ::geteuid() == overflow && !maps_every_user(read_proc_file("/proc/self/uid_map").value_or(""));
}

}  // namespace sallyport
