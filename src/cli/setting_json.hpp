#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sallyport/core/settings.hpp"

namespace sallyport {

/// Every field of the field table, nested by the dots of its key.
[[nodiscard]] nlohmann::ordered_json to_json(const ProxySettings& settings);
[[nodiscard]] nlohmann::ordered_json to_json(const Client& client);

}  // namespace sallyport
