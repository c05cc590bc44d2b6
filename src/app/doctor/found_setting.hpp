#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/secret.hpp"

namespace sallyport {

/// A value that a configuration file gives to something whose name has "proxy" in it.
struct FoundSetting {
  std::string name;      ///< as the format has it: `http_proxy`, `http.proxy`, `acquire::http::proxy`
  Secret value;          ///< without quotes; may hold a password
  std::size_t line = 0;  ///< counted from 1
  std::size_t begin = 0;
  std::size_t end = 0;   ///< where the value stands in the text; its quotes stay outside
  bool plain = true;     ///< it stands there letter by letter: without escapes, or parts that are filled in
  bool known = true;     ///< false: made of what is known only when a program reads it
  bool in_force = true;  ///< false: of one command, of a function that somebody may call, or taken back later
  bool alone = true;     ///< its line holds nothing but such settings, from end to end
};

/// What a reader gives, in the order of the text; what is beyond kMostFound is left out.
using FoundSettings = std::vector<FoundSetting>;
inline constexpr std::size_t kMostFound = 200;

/// Sets `begin`, `end` and `plain` for a value that stands at `[begin, end)`, within quotes or not.
void locate(FoundSetting& setting, std::string_view text, std::size_t begin, std::size_t end);
/// Appends, unless there are enough.
void add(FoundSettings& found, FoundSetting setting);

}  // namespace sallyport
