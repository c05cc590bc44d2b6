#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "relay/stream.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport::relay {

/// Makes `stream` a TLS connection to the proxy `host` (`Tls::connect` says how it is verified). An error is a sentence
/// about what was wrong and what to do. The layer reads no further than it is asked to, and holds no buffer while
/// nothing comes. A connection that ends without close_notify ends with boost::asio::error::connection_reset.
boost::asio::awaitable<Result<void>> start_tls(Tls& tls, Stream& stream, const std::string& host,
                                               const std::string& ca_file);

}  // namespace sallyport::relay
