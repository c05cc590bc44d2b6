#include "app/doctor/found_setting.hpp"

#include <utility>

#include "app/doctor/configuration_text.hpp"

namespace sallyport {

void locate(FoundSetting& setting, std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view raw = text.substr(begin, end - begin);
  const std::string_view inside = unquoted(raw);
  setting.begin = begin + (raw.size() - inside.size()) / 2;
  setting.end = setting.begin + inside.size();
  setting.plain = inside == setting.value.reveal();
}

void add(FoundSettings& found, FoundSetting setting) {
  if (found.size() < kMostFound) found.push_back(std::move(setting));
}

}  // namespace sallyport
