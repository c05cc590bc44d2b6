#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "app/doctor/found_setting.hpp"
#include "sallyport/core/proxy_url.hpp"

namespace sallyport {

/// The user and password in a proxy's URL (`http://alice:secret@proxy:3128`, also without `http://`); empty when it has
/// none, or one that stands in for one (`***`, `password`).
[[nodiscard]] std::optional<ProxyUrl> proxy_login(const FoundSetting& setting);

/// Where `USER:PASSWORD@` stands in such a value.
struct UserinfoSpan {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< past the `@`
};
[[nodiscard]] UserinfoSpan userinfo_span(std::string_view url);

/// A value to show: passwords read `***`.
[[nodiscard]] std::string masked_value(std::string_view value);
/// A line of a file to show, whatever it holds: what could be the password of a URL reads `***`.
[[nodiscard]] std::string masked_line(std::string_view line);

}  // namespace sallyport
