#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "app/doctor/found_setting.hpp"

namespace sallyport {

/// A `KEY = VALUE` of a text that has `[SECTION]`s.
struct SectionSetting {
  std::string_view section;
  std::string key;       ///< in lower case
  std::string_view raw;  ///< the value as it stands in the text, empty at its end
  std::size_t line = 0;
  bool alone = true;

  /// With its name, `SECTION.KEY`, its value and its place; `text` is what `raw` is a part of.
  [[nodiscard]] FoundSetting found(std::string_view text, Secret value) const;
};

}  // namespace sallyport
