#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "sallyport/core/request_record.hpp"

namespace sallyport {

/// What a record says, in the words that the command line and the window share.

/// `999 B`, `1.2 MB`: powers of 1000.
[[nodiscard]] std::string size_text(std::uint64_t bytes);
/// `17 ms`, `1.5 s`.
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);
/// `api.example.com:443`, `[2001:db8::1]:80`.
[[nodiscard]] std::string host_text(const RequestRecord& record);
/// `direct`, or the proxy: `proxy.example.com:8080`.
[[nodiscard]] std::string route_text(const RequestRecord& record);
/// `200`; `-` when the client was not answered.
[[nodiscard]] std::string status_text(const RequestRecord& record);

}  // namespace sallyport
