#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sallyport::no_proxy {

/// An entry of the list as undici and proxy-from-env cut it: at commas and white space, a port split off where digits
/// stand behind the last colon, be it of an IPv6 address.
struct JavascriptEntry {
  std::string_view text;
  std::string host;        ///< lower case
  unsigned long port = 0;  ///< 0: any
};

[[nodiscard]] std::vector<JavascriptEntry> cut_javascript_list(std::string_view list);

}  // namespace sallyport::no_proxy
