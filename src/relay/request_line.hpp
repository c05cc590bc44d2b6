#pragma once

#include <string_view>

namespace sallyport::relay {

/// What a Digest answer is computed over (RFC 7616 §3.4).
struct RequestLine {
  std::string_view method;
  std::string_view uri;  ///< as it stands in the request to the proxy: absolute, or `host:port` for CONNECT
};

}  // namespace sallyport::relay
