#include "presenters/settings_changes.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/settings_fields.hpp"

namespace sallyport {
namespace {

template <typename Owner>
Result<void> copy_changed_fields(std::span<const Field<Owner>> fields, const Owner& before, const Owner& after,
                                 Owner& target) {
  for (const Field<Owner>& field : fields) {
    FieldValue value = field.get(after);
    if (value == field.get(before)) continue;
    if (auto set = field.set(target, value); !set) return set;
  }
  return {};
}

Client* find(std::vector<Client>& clients, std::string_view id) {
  const auto found = std::ranges::find(clients, id, &Client::id);
  return found == clients.end() ? nullptr : &*found;
}

void append(Client client, std::vector<Client>& clients) {
  if (find(clients, client.id) != nullptr) {
    std::vector<std::string> taken;
    for (const Client& each : clients) taken.push_back(each.id);
    client.id = make_client_id(client.name, taken);
  }
  clients.push_back(std::move(client));
}

}  // namespace

Result<void> apply_changes(const Settings& before, const Settings& after, Settings& target) {
  if (auto copied = copy_changed_fields(proxy_fields(), before.proxy, after.proxy, target.proxy); !copied)
    return copied;

  std::erase_if(target.clients, [&](const Client& client) {
    return before.find_client(client.id) != nullptr && after.find_client(client.id) == nullptr;
  });
  for (const Client& client : after.clients) {
    const Client* original = before.find_client(client.id);
    if (original != nullptr && *original == client) continue;
    Client* current = original != nullptr ? find(target.clients, client.id) : nullptr;
    if (current == nullptr) {
      append(client, target.clients);
      continue;
    }
    if (auto copied = copy_changed_fields(client_fields(), *original, client, *current); !copied) return copied;
  }
  return {};
}

}  // namespace sallyport
