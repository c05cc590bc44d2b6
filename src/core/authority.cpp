#include "core/authority.hpp"

namespace sallyport {

Authority split_authority(std::string_view text) {
  const auto first = text.starts_with('[') ? text.find(':', text.find(']')) : text.find(':');
  if (first == text.npos) return {text, std::nullopt};
  if (!text.starts_with('[') && text.find(':', first + 1) != text.npos) return {text, std::nullopt};
  return {text.substr(0, first), text.substr(first + 1)};
}

std::string in_url(const IpAddress& address) {
  return address.is_v4 ? address.to_string() : "[" + address.to_string() + "]";
}

}  // namespace sallyport
