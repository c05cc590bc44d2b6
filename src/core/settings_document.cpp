#include "sallyport/core/settings_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include "core/toml.hpp"
#include "core/toml_nesting.hpp"
#include "sallyport/core/settings_fields.hpp"

namespace sallyport {
namespace {

constexpr std::int64_t kVersion = 1;
constexpr int kDeepestNesting = 64;
/// Of what is parsed at all; wide enough for how the deepest allowed nesting is written.
constexpr std::size_t kDeepestStatement = 128;
constexpr std::string_view kTooDeep = "Tables and lists are nested too deeply here. Correct this place.";
constexpr std::string_view kHeader =
    "# The settings of Sallyport. Comments and order are Sallyport's and are written anew on each save; unknown keys "
    "are\n"
    "# kept. Passwords are in the keychain, never here.\n\n";

// ---- Reading

tl::unexpected<Error> invalid_at(std::string_view name, const toml::source_position& at, std::string_view message) {
  return failure(ErrorCode::kInvalidSettings, fmt::format("{}:{}:{}: {}", name, at.line, at.column, message));
}

/// The first node that stands more than `levels` below this one, or null. Dotted keys nest without end, and inside a
/// section they are written back as inline tables, of which toml++ reads 256.
const toml::node* find_deeper(const toml::node& node, int levels) {
  if (levels == 0) return &node;
  const toml::node* found = nullptr;
  const auto look = [&](const toml::node& child) { found = found != nullptr ? found : find_deeper(child, levels - 1); };
  if (const auto* table = node.as_table()) {
    for (const auto& [key, child] : *table) look(child);
  } else if (const auto* array = node.as_array()) {
    for (const toml::node& child : *array) look(child);
  }
  return found;
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

// ---- Writing. toml++ formats scalars only: 3.3 writes a key with a quote, tab or line break bare, which no parser
// reads.

std::string format_scalar(const toml::node& node) {
  std::ostringstream out;
  out << toml::toml_formatter(node, toml::format_flags::allow_unicode_strings);
  return std::move(out).str();
}

std::string format_key(std::string_view key) {
  const auto is_bare = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  };
  if (!key.empty() && std::ranges::all_of(key, is_bare)) return std::string(key);
  return format_scalar(toml::value(std::string(key)));
}

std::string format(const toml::node& node) {
  constexpr std::size_t kWidestLine = 100;
  std::vector<std::string> elements;
  if (const auto* array = node.as_array()) {
    std::size_t width = 0;
    for (const toml::node& element : *array) width += elements.emplace_back(format(element)).size() + 2;
    if (elements.empty()) return "[]";
    if (width > kWidestLine) return fmt::format("[\n    {}\n]", fmt::join(elements, ",\n    "));
    return fmt::format("[ {} ]", fmt::join(elements, ", "));
  }
  if (const auto* table = node.as_table()) {
    for (const auto& [key, value] : *table) elements.push_back(format_key(key.str()) + " = " + format(value));
    return elements.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(elements, ", "));
  }
  return format_scalar(node);
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

void write_line(std::string& out, std::string_view key, const toml::node& value) {
  out += format_key(key) + " = " + format(value) + "\n";
}

/// A line for each key, sub-tables included: a `[header]` would end the section that they stand in.
void write_lines(std::string& out, const toml::table& table) {
  for (const auto& [key, value] : table) write_line(out, key.str(), value);
}

bool is_array_of_tables(const toml::node& node) { return node.is_array() && node.as_array()->is_array_of_tables(); }

/// What the top level holds beside the sections and needs no header: it stands in front of the first one.
void write_top_level_lines(std::string& out, const toml::table& unknown) {
  for (const auto& [key, value] : unknown) {
    if (!value.is_table() && !is_array_of_tables(value)) write_line(out, key.str(), value);
  }
}

void write_top_level_tables(std::string& out, const toml::table& unknown) {
  for (const auto& [key, value] : unknown) {
    if (const auto* table = value.as_table()) {
      out += fmt::format("\n[{}]\n", format_key(key.str()));
      write_lines(out, *table);
    } else if (is_array_of_tables(value)) {
      for (const toml::node& element : *value.as_array()) {
        out += fmt::format("\n[[{}]]\n", format_key(key.str()));
        write_lines(out, *element.as_table());
      }
    }
  }
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
  if (const auto deep = find_deep_nesting(text, kDeepestStatement)) {
    const auto line = 1 + std::ranges::count(text.substr(0, *deep), '\n');
    const auto column = *deep - text.substr(0, *deep).rfind('\n');  // on the first line npos, which is -1
    return invalid_at(name, {static_cast<toml::source_index>(line), static_cast<toml::source_index>(column)}, kTooDeep);
  }
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return invalid_at(name, error.source().begin,
                      fmt::format("The settings cannot be read: {}. Correct this place.", error.description()));
  }
  if (const auto* node = find_deeper(root, kDeepestNesting)) {
    return invalid_at(name, node->source().begin, kTooDeep);
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
  const toml::table nothing;
  const auto unknown = [&](std::string_view section) -> const toml::table& {
    const auto found = state_->unknown.find(section);
    return found == state_->unknown.end() ? nothing : found->second;
  };
  std::string out(kHeader);
  out += fmt::format("# The version of this file's format.\nversion = {}\n", kVersion);
  std::string_view open_section;
  const auto close_section = [&] {
    if (open_section.empty()) {
      write_top_level_lines(out, unknown(""));
    } else {
      write_lines(out, unknown(open_section));
    }
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
    if (found != state_->unknown_of_clients.end()) write_lines(out, found->second);
  }
  write_top_level_tables(out, unknown(""));
  return out;
}

}  // namespace sallyport
