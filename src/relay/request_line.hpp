#pragma once

#include <string_view>

namespace sallyport::relay {

/// What a login depends on of the request that it goes with.
struct RequestLine {
  std::string_view method;
  std::string_view uri;          ///< as it stands in the request to the proxy: absolute, or `host:port` for CONNECT
  std::string_view authority{};  ///< whom the request is for, as in the URI
};

}  // namespace sallyport::relay
