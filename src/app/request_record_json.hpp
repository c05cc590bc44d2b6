#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sallyport/core/request_record.hpp"

namespace sallyport {

/// A record as it goes over the control socket: `started` and `duration` are milliseconds, the proxy is a URL.
[[nodiscard]] nlohmann::json transmitted(const RequestRecord& record);
/// What is missing, or no value of its kind, is as in an empty record.
[[nodiscard]] RequestRecord read_record(const nlohmann::json& object);

}  // namespace sallyport
