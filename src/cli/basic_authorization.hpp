#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// The value of a Basic `Proxy-Authorization` header (RFC 7617 §2): `Basic YWxpY2U6c2VjcmV0`.
[[nodiscard]] std::string basic_authorization(std::string_view user, std::string_view password);

}  // namespace sallyport
