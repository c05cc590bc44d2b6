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
    std::string program = "/fake/bin/sallyport";
    std::string problem = {};
  };
  std::map<std::string, Entry> entries;  ///< by the name of the entry's file
  std::optional<Error> error;            ///< what add and remove answer

  static std::string own_name_of(const Client& client) { return "sallyport-" + client.id + ".desktop"; }
  static std::string name_of(const Client& client) {
    return client.desktop_id.empty() ? own_name_of(client) : client.desktop_id;
  }

  [[nodiscard]] Result<std::string> add(const Client& client) override {
    if (error) return tl::unexpected(*error);
    std::string name = name_of(client);
    const bool is_beside = !client.desktop_id.empty() && entries.contains(name) && !is_entry_of(name, client);
    if (is_beside) name = own_name_of(client);
    const bool is_new = !entries.contains(name);
    if (!is_new && (!is_entry_of(name, client) || entries[name].edited))
      return failure(ErrorCode::kAlreadyExists, "The menu entry is not Sallyport's, and was left as it is.");
    entries[name] = {client.id};
    return is_beside && is_new ? "The menu entry " + client.desktop_id + " was left as it is." : std::string();
  }
  [[nodiscard]] Result<void> remove(const Client& client) override {
    if (error) return tl::unexpected(*error);
    for (const std::string& name : {name_of(client), own_name_of(client)}) {
      if (!is_entry_of(name, client)) continue;
      if (entries[name].edited)
        return failure(ErrorCode::kAlreadyExists, "The menu entry was changed, and was left as it is.");
      entries.erase(name);
    }
    return {};
  }
  [[nodiscard]] bool has(const Client& client) override {
    return is_entry_of(name_of(client), client) || is_entry_of(own_name_of(client), client);
  }
  [[nodiscard]] std::vector<MenuEntry> list() override {
    std::vector<MenuEntry> listed;
    for (const auto& [name, entry] : entries) {
      if (entry.client_id.empty()) continue;
      listed.push_back({"/fake/applications/" + name, entry.client_id, entry.program, entry.problem});
    }
    return listed;
  }

 private:
  [[nodiscard]] bool is_entry_of(const std::string& name, const Client& client) const {
    const auto present = entries.find(name);
    return present != entries.end() && present->second.client_id == client.id;
  }
};

}  // namespace sallyport
