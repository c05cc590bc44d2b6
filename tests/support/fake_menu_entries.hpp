#pragma once

#include <map>
#include <optional>
#include <string>

#include "sallyport/ports/menu_entries.hpp"

namespace sallyport {

/// The OS menu in memory.
class FakeMenuEntries : public MenuEntries {
 public:
  struct Entry {
    std::string client_id;  ///< empty: the user's own
    bool edited = false;
  };
  std::map<std::string, Entry> entries;  ///< by the name of the entry's file
  std::optional<Error> error;            ///< what add and remove answer

  static std::string name_of(const Client& client) {
    return client.desktop_id.empty() ? "sallyport-" + client.id + ".desktop" : client.desktop_id;
  }

  [[nodiscard]] Result<void> add(const Client& client) override {
    if (error) return tl::unexpected(*error);
    const auto present = entries.find(name_of(client));
    if (present != entries.end() && (present->second.client_id != client.id || present->second.edited))
      return failure(ErrorCode::kAlreadyExists, "The menu entry is not Sallyport's, and was left as it is.");
    entries[name_of(client)] = {client.id, false};
    return {};
  }
  [[nodiscard]] Result<void> remove(const Client& client) override {
    if (error) return tl::unexpected(*error);
    if (!has(client)) return {};
    if (entries[name_of(client)].edited)
      return failure(ErrorCode::kAlreadyExists, "The menu entry was changed, and was left as it is.");
    entries.erase(name_of(client));
    return {};
  }
  [[nodiscard]] bool has(const Client& client) override {
    const auto present = entries.find(name_of(client));
    return present != entries.end() && present->second.client_id == client.id;
  }
};

}  // namespace sallyport
