#include "app/doctor/section_setting.hpp"

#include <utility>

namespace sallyport {

FoundSetting SectionSetting::found(std::string_view text, Secret value) const {
  FoundSetting setting;
  setting.name = section.empty() ? key : std::string(section) + "." + key;
  setting.value = std::move(value);
  setting.line = line;
  setting.alone = alone;
  const auto begin = static_cast<std::size_t>(raw.data() - text.data());
  locate(setting, text, begin, begin + raw.size());
  return setting;
}

}  // namespace sallyport
