#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "relay/stream.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport::relay {

/// Makes `stream` a TLS connection (at least 1.2) to `host`, whose certificate is verified by name with the system's
/// roots, or with those of the PEM file `ca_file` when it is not empty, as well. An error says what was wrong with the
/// certificate and what to do. The library is loaded with the first call.
boost::asio::awaitable<Result<void>> start_tls(Stream& stream, const std::string& host, const std::string& ca_file);

}  // namespace sallyport::relay
