#pragma once

#include "sallyport/ports/relay_host.hpp"

namespace sallyport {

[[nodiscard]] RelayRules clone(const RelayRules& rules);
/// Whether both route and sign in alike.
[[nodiscard]] bool are_equal(const RelayRules& a, const RelayRules& b);

}  // namespace sallyport
