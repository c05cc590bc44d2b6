#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "sallyport/core/no_proxy_reader.hpp"

namespace sallyport::no_proxy {

/// ASCII white space, as C's isspace has it.
inline constexpr std::string_view kSpace = " \t\n\v\f\r";

/// The pieces between `separators`, empty ones too.
[[nodiscard]] std::vector<std::string_view> split(std::string_view list, std::string_view separators);
/// `a.example.com` for `example.com`, without case.
[[nodiscard]] bool is_below(std::string_view host, std::string_view domain);

/// `entry` sends direct.
[[nodiscard]] NoProxyVerdict direct_by(std::string_view entry);

}  // namespace sallyport::no_proxy
