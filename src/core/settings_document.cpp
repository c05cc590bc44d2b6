#include "sallyport/core/settings_document.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

#include "sallyport/core/settings_fields.hpp"

namespace sallyport {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::string_view kHeader =
    "# The settings of Sallyport. Comments and order are Sallyport's and are written anew on each save; unknown keys "
    "are\n"
    "# kept. Passwords are in the keychain, never here.\n\n";

// ---- Reading

tl::unexpected<Error> invalid_at(std::string_view name, const toml::source_position& at, std::string_view message) {
  return failure(ErrorCode::kInvalidSettings, fmt::format("{}:{}:{}: {}", name, at.line, at.column, message));
}

/// The value, or the node that no setting can hold.
tl::expected<FieldValue, const toml::node*> to_field_value(const toml::node& node) {
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* array = node.as_array()) {
    FieldList list;
    for (const toml::node& element : *array) {
      if (!element.is_string()) return tl::unexpected(&element);
      list.push_back(element.as_string()->get());
    }
    return list;
  }
  if (const auto* table = node.as_table()) {
    FieldTable pairs;
    for (const auto& [key, value] : *table) {
      if (!value.is_string()) return tl::unexpected(&value);
      pairs.emplace_back(key.str(), value.as_string()->get());
    }
    return pairs;
  }
  return tl::unexpected(&node);
}

/// Moves the value at `leaf`, if there is one, out of `table` into its field.
template <typename Owner>
Result<void> take_field(toml::table& table, std::string_view leaf, const Field<Owner>& field, Owner& owner,
                        std::string_view name) {
  const toml::node* node = table.get(leaf);
  if (node == nullptr) return {};
  const auto value = to_field_value(*node);
  if (!value || !field.set(owner, *value)) {
    const toml::node& culprit = value ? *node : *value.error();
    return invalid_at(name, culprit.source().begin, fmt::format("{} must be {}.", field.key, field.allowed));
  }
  table.erase(leaf);
  return {};
}

Result<void> take_version(toml::table& root, std::string_view name) {
  const toml::node* node = root.get("version");
  if (node == nullptr) return {};
  const auto version = node->value_exact<std::int64_t>();
  if (!version || *version < 1) return invalid_at(name, node->source().begin, "version must be a number from 1.");
  if (*version > kVersion) {
    return invalid_at(
        name, node->source().begin,
        fmt::format("These settings are of version {}, and this Sallyport reads version {}: they were saved by "
                    "a newer one. Update Sallyport to use them.",
                    *version, kVersion));
  }
  root.erase("version");
  return {};
}

std::pair<std::string_view, std::string_view> split_key(std::string_view key) {
  const auto dot = key.find('.');
  if (dot == key.npos) return {"", key};
  return {key.substr(0, dot), key.substr(dot + 1)};
}

// ---- Writing

std::string format(const toml::node& node) {
  std::ostringstream out;
  out << toml::toml_formatter(node,
                              toml::format_flags::allow_unicode_strings | toml::format_flags::indent_array_elements);
  return std::move(out).str();
}

std::string format(const FieldValue& value) {
  struct ToText {
    std::string operator()(bool flag) const { return format(toml::value(flag)); }
    std::string operator()(std::int64_t number) const { return format(toml::value(number)); }
    std::string operator()(const std::string& text) const { return format(toml::value(text)); }
    std::string operator()(const FieldList& list) const {
      toml::array array;
      for (const auto& text : list) array.push_back(text);
      return format(array);
    }
    std::string operator()(const FieldTable& pairs) const {
      toml::table table;
      table.is_inline(true);
      for (const auto& [key, text] : pairs) table.insert_or_assign(key, text);
      return format(table);
    }
  };
  return std::visit(ToText{}, value);
}

template <typename Owner>
void write_field(std::string& out, const Field<Owner>& field, const Owner& owner, bool with_help) {
  if (with_help) out += fmt::format("# {} ({})\n", field.help, field.allowed);
  out += fmt::format("{} = {}\n", split_key(field.key).second, format(field.get(owner)));
}

toml::table* first_table(toml::node& node) {
  if (auto* table = node.as_table()) return table;
  auto* array = node.as_array();
  return array != nullptr && array->is_array_of_tables() ? array->front().as_table() : nullptr;
}

void write_unknown(std::string& out, const toml::table& unknown) {
  if (!unknown.empty()) out += format(unknown) + "\n";
}

/// Inside a section every key stands on a line of its own, for a `[header]` would end the section.
toml::table without_headers(toml::table unknown) {
  for (auto&& [key, node] : unknown) {
    if (auto* table = first_table(node)) table->is_inline(true);
  }
  return unknown;
}

/// What the top level holds beside the sections: lines for its beginning, and tables with headers for the end.
std::pair<toml::table, toml::table> split_top_level(toml::table unknown) {
  toml::table lines;
  toml::table tables;
  for (auto&& [key, node] : unknown) {
    auto* table = first_table(node);
    if (table != nullptr) table->is_inline(false);
    (table == nullptr ? lines : tables).insert(key, std::move(node));
  }
  return {std::move(lines), std::move(tables)};
}

}  // namespace

struct SettingsDocument::State {
  Settings settings;
  /// What this program does not know, by section; the top level's is "".
  std::map<std::string, toml::table, std::less<>> unknown;
  std::vector<std::pair<std::string, toml::table>> unknown_of_clients;

  Result<void> take_proxy(toml::table& root, std::string_view name) {
    for (const auto& field : proxy_fields()) {
      const auto [section, leaf] = split_key(field.key);
      toml::table* table = &root;
      if (!section.empty()) {
        const toml::node* node = root.get(section);
        if (node == nullptr) continue;
        table = root.get_as<toml::table>(section);
        if (table == nullptr) {
          return invalid_at(name, node->source().begin, fmt::format("{0} must be a table: write [{0}].", section));
        }
      }
      if (auto taken = take_field(*table, leaf, field, settings.proxy, name); !taken) return taken;
    }
    for (const std::string_view section : {"system_proxy", "custom_proxy"}) {
      if (auto* table = root.get_as<toml::table>(section)) unknown.emplace(section, std::move(*table));
      root.erase(section);
    }
    return {};
  }

  Result<void> take_clients(toml::table& root, std::string_view name) {
    constexpr std::string_view kMessage = "clients must be tables: write [[clients]] in front of each.";
    toml::node* node = root.get("clients");
    if (node == nullptr) return {};
    toml::array* array = node->as_array();
    if (array == nullptr) return invalid_at(name, node->source().begin, kMessage);
    for (toml::node& element : *array) {
      toml::table* table = element.as_table();
      if (table == nullptr) return invalid_at(name, element.source().begin, kMessage);
      Client client;
      for (const auto& field : client_fields()) {
        if (auto taken = take_field(*table, field.key, field, client, name); !taken) return taken;
      }
      unknown_of_clients.emplace_back(client.id, std::move(*table));
      settings.clients.push_back(std::move(client));
    }
    root.erase("clients");
    return {};
  }
};

SettingsDocument::SettingsDocument() : state_(std::make_unique<State>()) {}
SettingsDocument::~SettingsDocument() = default;
SettingsDocument::SettingsDocument(SettingsDocument&&) noexcept = default;
SettingsDocument& SettingsDocument::operator=(SettingsDocument&&) noexcept = default;

Result<SettingsDocument> SettingsDocument::parse(std::string_view text, std::string_view name) {
  SettingsDocument document;
  State& state = *document.state_;
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return invalid_at(name, error.source().begin,
                      fmt::format("The settings cannot be read: {}. Correct this place.", error.description()));
  }
  auto taken = take_version(root, name).and_then([&] { return state.take_proxy(root, name); }).and_then([&] {
    return state.take_clients(root, name);
  });
  if (!taken) return tl::unexpected(std::move(taken.error()));
  state.unknown.emplace("", std::move(root));
  return document;
}

const Settings& SettingsDocument::settings() const { return state_->settings; }

std::string SettingsDocument::render(const Settings& settings) const {
  const auto unknown = [&](std::string_view section) {
    const auto found = state_->unknown.find(section);
    return found == state_->unknown.end() ? toml::table() : found->second;
  };
  const auto [lines, tables] = split_top_level(unknown(""));
  std::string out(kHeader);
  out += fmt::format("# The version of this file's format.\nversion = {}\n", kVersion);
  std::string_view open_section;
  const auto close_section = [&] {
    write_unknown(out, open_section.empty() ? lines : without_headers(unknown(open_section)));
  };
  for (const auto& field : proxy_fields()) {
    const auto section = split_key(field.key).first;
    if (section != open_section) {
      close_section();
      open_section = section;
      out += fmt::format("\n[{}]\n", section);
    }
    write_field(out, field, settings.proxy, true);
  }
  close_section();

  // An id that stands twice, which `validate` reports, keeps the keys of each.
  std::map<std::string_view, std::size_t> seen;
  for (const Client& client : settings.clients) {
    const bool with_help = &client == &settings.clients.front();
    out += "\n[[clients]]\n";
    for (const auto& field : client_fields()) write_field(out, field, client, with_help);
    std::size_t skip = seen[client.id]++;
    const auto found = std::ranges::find_if(state_->unknown_of_clients,
                                            [&](const auto& pair) { return pair.first == client.id && skip-- == 0; });
    if (found != state_->unknown_of_clients.end()) write_unknown(out, without_headers(found->second));
  }
  if (!tables.empty()) out += "\n" + format(tables) + "\n";
  return out;
}

}  // namespace sallyport
