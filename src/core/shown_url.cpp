#include "sallyport/core/shown_url.hpp"

namespace sallyport {

std::string shown_url(std::string_view url) {
  const auto scheme_end = url.find("://");
  const std::size_t begin = scheme_end == std::string_view::npos ? 0 : scheme_end + 3;
  const std::string_view authority = url.substr(begin, url.find_first_of("/?#", begin) - begin);
  const auto at = authority.rfind('@');
  std::string shown(url);
  if (at != std::string_view::npos) shown.erase(begin, at + 1);
  return shown;
}

}  // namespace sallyport
