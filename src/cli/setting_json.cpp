#include "cli/setting_json.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "sallyport/core/settings_fields.hpp"

namespace sallyport {
namespace {

using Json = nlohmann::ordered_json;

struct ToJson {
  Json operator()(const FieldTable& table) const {
    Json object = Json::object();
    for (const auto& [name, value] : table) object[name] = value;
    return object;
  }
  template <typename Value>
  Json operator()(const Value& value) const {
    return value;
  }
};

template <typename Owner>
Json nested(const Owner& owner, std::span<const Field<Owner>> fields) {
  Json document = Json::object();
  for (const Field<Owner>& field : fields) {
    std::string pointer = "/" + std::string(field.key);
    for (char& c : pointer) {
      if (c == '.') c = '/';
    }
    document[Json::json_pointer(pointer)] = std::visit(ToJson{}, field.get(owner));
  }
  return document;
}

}  // namespace

Json to_json(const ProxySettings& settings) { return nested(settings, proxy_fields()); }

Json to_json(const Client& client) { return nested(client, client_fields()); }

}  // namespace sallyport
