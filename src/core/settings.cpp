#include "sallyport/core/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport {

const Client* Settings::find_client(std::string_view id) const {
  const auto found = std::ranges::find(clients, id, &Client::id);
  return found == clients.end() ? nullptr : &*found;
}

Error unknown_client(std::string_view id) {
  return {ErrorCode::kUnknownName,
          fmt::format("There is no client \"{}\". `sallyport client list` shows the clients.", id)};
}

}  // namespace sallyport
