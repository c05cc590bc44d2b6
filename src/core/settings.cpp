#include "sallyport/core/settings.hpp"

#include <algorithm>

namespace sallyport {

const Client* Settings::find_client(std::string_view id) const {
  const auto found = std::ranges::find(clients, id, &Client::id);
  return found == clients.end() ? nullptr : &*found;
}

}  // namespace sallyport
