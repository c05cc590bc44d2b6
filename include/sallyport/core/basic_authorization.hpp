#pragma once

#include <string_view>

#include "sallyport/core/secret.hpp"

namespace sallyport {

/// The value of a Basic `Proxy-Authorization` header (RFC 7617 §2): `Basic YWxpY2U6c2VjcmV0`. A user with `:` in it
/// cannot be told apart from the password by who reads it.
[[nodiscard]] Secret basic_authorization(std::string_view user, std::string_view password);

}  // namespace sallyport
