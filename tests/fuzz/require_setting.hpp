#pragma once

#include <cstdlib>
#include <string_view>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/found_setting.hpp"

namespace sallyport {

/// Ends a fuzzer where a reader breaks its word: places within the text, what is plain spelled out there.
inline void require_places(const FoundSettings& found, std::string_view text) {
  if (found.size() > kMostFound) std::abort();
  for (const FoundSetting& each : found) {
    if (each.begin > each.end || each.end > text.size() || each.line == 0) std::abort();
    if (!concerns_proxy(each.name)) std::abort();
    if (each.plain && each.known && text.substr(each.begin, each.end - each.begin) != each.value.reveal()) std::abort();
  }
}

}  // namespace sallyport
