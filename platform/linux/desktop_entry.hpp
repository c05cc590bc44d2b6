#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// A desktop entry file as a value (Desktop Entry Specification 1.5, §3): groups and their keys in the file's order.
/// Keys carry their locale (`Name[de]`) and values are raw, as they stand behind the `=`; so what is only passed on
/// stays as it was, byte for byte. Comments and blank lines are dropped.
///
/// ```
/// [Desktop Entry]
/// Type=Application
/// Name=Postman
/// Exec=/opt/Postman/app/Postman %U
/// [Desktop Action new-window]
/// Name=New window
/// ```
class DesktopEntry {
 public:
  struct Group {
    std::string name;
    std::vector<std::pair<std::string, std::string>> keys;
    bool operator==(const Group&) const = default;
  };

  static constexpr std::string_view kMainGroup = "Desktop Entry";

  /// As lenient as GKeyFile: a group or key that stands twice is merged, the last value counts. kInvalidValue, naming
  /// the line, for a key outside a group, a line that is no `key=value`, or text without a `[Desktop Entry]`.
  [[nodiscard]] static Result<DesktopEntry> parse(std::string_view text);
  [[nodiscard]] std::string render() const;

  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  [[nodiscard]] const Group* find_group(std::string_view name) const;
  /// Raw; null when absent.
  [[nodiscard]] const std::string* find(std::string_view group, std::string_view key) const;
  /// Replaces the value in its place, or appends; `raw_value` holds no line break (escape_entry_string).
  void set(std::string_view group, std::string_view key, std::string_view raw_value);
  /// The key itself, not its other locales.
  void remove(std::string_view group, std::string_view key);
  void remove_group(std::string_view name);

  bool operator==(const DesktopEntry&) const = default;

 private:
  std::vector<Group> groups_;
};

/// A string value (§4): backslash, newline, tab and carriage return escaped, and a space at either end, which readers
/// would strip.
[[nodiscard]] std::string escape_entry_string(std::string_view text);
/// The reverse. An escape that the specification does not know (`\;`) stays as it is.
[[nodiscard]] std::string unescape_entry_string(std::string_view raw_value);

/// A list value (`a;b;`): its elements, still escaped; empty ones are dropped.
[[nodiscard]] std::vector<std::string> split_entry_list(std::string_view raw_value);
[[nodiscard]] std::string join_entry_list(const std::vector<std::string>& elements);

}  // namespace sallyport
