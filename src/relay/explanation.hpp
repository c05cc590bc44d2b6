#pragma once

#include <string>
#include <string_view>

namespace sallyport::relay {

/// A whole response of the relay's own that says why a request was not served: plain text, for a person. The connection
/// is closed after it.
[[nodiscard]] std::string explain(unsigned status, std::string_view reason, bool with_body);

}  // namespace sallyport::relay
