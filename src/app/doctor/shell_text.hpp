#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "sallyport/core/secret.hpp"

namespace sallyport {

/// A word of a shell's command, unquoted.
struct ShellWord {
  std::string value;
  std::size_t begin = 0;
  std::size_t end = 0;  ///< as it stands in the text
  std::size_t line = 1;
  bool quoted = false;
  bool known = true;

  ShellWord() = default;
  ShellWord(ShellWord&&) = default;
  ShellWord& operator=(ShellWord&&) = default;
  ShellWord(const ShellWord&) = delete;
  ShellWord& operator=(const ShellWord&) = delete;
  ~ShellWord() { wipe_memory(value.data(), value.size()); }
};

/// The variables that a start file has set so far, as far as their values are known; what is long is not.
class ShellVariables {
 public:
  void set(std::string_view name, std::string_view value, bool known);
  /// Null when it is not known.
  [[nodiscard]] const Secret* find(std::string_view name) const;

 private:
  std::map<std::string, Secret, std::less<>> values_;
};

/// A place in the text of a start file, with what sh and fish read alike.
class ShellText {
 public:
  explicit ShellText(std::string_view text) : text_(text) {}

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] bool at_end() const { return position_ >= text_.size(); }
  [[nodiscard]] std::size_t position() const { return position_; }
  [[nodiscard]] std::size_t line() const { return line_; }
  /// NUL beyond the end.
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }
  /// A line end is `\n`, and `\r` before it.
  [[nodiscard]] bool at_line_end() const { return peek() == '\n' || (peek() == '\r' && peek(1) == '\n'); }
  void advance(std::size_t count = 1);
  void skip_line();
  /// Past spaces and continued lines.
  void skip_blanks();
  /// Past a character that stands for itself behind a backslash, which is appended unless it is a line end.
  void read_escape(std::string& value);
  /// From an opening `(`, `{` or `"` past what closes it.
  void skip_nested();
  /// From a `$` past what it stands for, which is appended when it is known.
  void read_expansion(ShellWord& word, const ShellVariables& variables);

 private:
  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

[[nodiscard]] bool is_name_character(char c);
/// Before the `=` of `NAME=VALUE`; empty for what is none.
[[nodiscard]] std::string_view assigned_name(std::string_view raw);

}  // namespace sallyport
