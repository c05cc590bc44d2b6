#include "platform/linux/desktop_entry.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

tl::unexpected<Error> bad_line(std::size_t number, std::string_view what) {
  return failure(ErrorCode::kInvalidValue, fmt::format("Line {} of the desktop entry {}.", number, what));
}

template <typename Groups>
auto find_in(Groups& groups, std::string_view name) {
  const auto found = std::find_if(groups.begin(), groups.end(), [&](const auto& group) { return group.name == name; });
  return found == groups.end() ? nullptr : &*found;
}

template <typename Keys>
auto find_key(Keys& keys, std::string_view name) {
  return std::find_if(keys.begin(), keys.end(), [&](const auto& key) { return key.first == name; });
}

}  // namespace

Result<DesktopEntry> DesktopEntry::parse(std::string_view text) {
  DesktopEntry entry;
  std::string group;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[') {
      group = line.substr(1, line.size() - 2);
      if (line.back() != ']' || group.empty() || group.find_first_of("[]") != std::string::npos)
        return bad_line(number, "is no group header");
      if (!entry.find_group(group)) entry.groups_.push_back({group, {}});
      continue;
    }
    const auto equals = line.find('=');
    const std::string_view key = trimmed(line.substr(0, equals));
    if (equals == std::string_view::npos || key.empty()) return bad_line(number, "is no key with a value");
    if (group.empty()) return bad_line(number, "stands before the first group");
    entry.set(group, key, trimmed(line.substr(equals + 1)));
  }
  if (!entry.find_group(kMainGroup))
    return failure(ErrorCode::kInvalidValue, "The file is no desktop entry: it has no [Desktop Entry] group.");
  return entry;
}

std::string DesktopEntry::render() const {
  std::string text;
  for (const Group& group : groups_) {
    if (!text.empty()) text += '\n';
    text += fmt::format("[{}]\n", group.name);
    for (const auto& [key, value] : group.keys) text += fmt::format("{}={}\n", key, value);
  }
  return text;
}

const DesktopEntry::Group* DesktopEntry::find_group(std::string_view name) const { return find_in(groups_, name); }

const std::string* DesktopEntry::find(std::string_view group, std::string_view key) const {
  const Group* in = find_group(group);
  if (!in) return nullptr;
  const auto found = find_key(in->keys, key);
  return found == in->keys.end() ? nullptr : &found->second;
}

void DesktopEntry::set(std::string_view group, std::string_view key, std::string_view raw_value) {
  Group* in = find_in(groups_, group);
  if (!in) in = &groups_.emplace_back(Group{std::string(group), {}});
  const auto found = find_key(in->keys, key);
  if (found == in->keys.end())
    in->keys.emplace_back(key, raw_value);
  else
    found->second = raw_value;
}

void DesktopEntry::remove(std::string_view group, std::string_view key) {
  if (Group* in = find_in(groups_, group))
    std::erase_if(in->keys, [&](const auto& entry) { return entry.first == key; });
}

void DesktopEntry::remove_group(std::string_view name) {
  std::erase_if(groups_, [&](const Group& group) { return group.name == name; });
}

std::string escape_entry_string(std::string_view text) {
  std::string raw;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '\\':
        raw += "\\\\";
        break;
      case '\n':
        raw += "\\n";
        break;
      case '\t':
        raw += "\\t";
        break;
      case '\r':
        raw += "\\r";
        break;
      case ' ':
        raw += i == 0 || i + 1 == text.size() ? "\\s" : " ";
        break;
      default:
        raw += text[i];
    }
  }
  return raw;
}

std::string unescape_entry_string(std::string_view raw_value) {
  constexpr std::string_view kEscapes = "sntr\\";
  constexpr std::string_view kMeanings = " \n\t\r\\";
  std::string text;
  for (std::size_t i = 0; i < raw_value.size(); ++i) {
    const auto escape =
        raw_value[i] == '\\' && i + 1 < raw_value.size() ? kEscapes.find(raw_value[i + 1]) : std::string_view::npos;
    if (escape == std::string_view::npos) {
      text += raw_value[i];
    } else {
      text += kMeanings[escape];
      ++i;
    }
  }
  return text;
}

std::vector<std::string> split_entry_list(std::string_view raw_value) {
  std::vector<std::string> elements(1);
  for (std::size_t i = 0; i < raw_value.size(); ++i) {
    if (raw_value[i] == ';') {
      elements.emplace_back();
      continue;
    }
    elements.back() += raw_value[i];
    if (raw_value[i] == '\\' && i + 1 < raw_value.size()) elements.back() += raw_value[++i];
  }
  std::erase(elements, "");
  return elements;
}

std::string join_entry_list(const std::vector<std::string>& elements) {
  std::string raw_value;
  for (const std::string& element : elements) raw_value += element + ";";
  return raw_value;
}

}  // namespace sallyport
