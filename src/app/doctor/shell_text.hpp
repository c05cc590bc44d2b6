#pragma once

#include <cstddef>
#include <map>
#include <optional>
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
  /// Where the text of the last `${NAME:-TEXT}` in it stands, the innermost; both are 0 when none counts.
  std::size_t default_begin = 0;
  std::size_t default_end = 0;
  bool quoted = false;
  bool known = true;

  /// What is filled in; null, and what is long, is not known.
  void fill_in(const Secret* filled);

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
  void unset(std::string_view name);
  /// Null when it is not known.
  [[nodiscard]] const Secret* find(std::string_view name) const;
  /// The file has not set it: it is unset, unless the file's own environment has it.
  [[nodiscard]] bool may_be_unset(std::string_view name) const;

 private:
  std::map<std::string, std::optional<Secret>, std::less<>> values_;  ///< empty: not known
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
  /// From the `$` of `$'…'` past it, as bash and zsh read it. Escapes that they read differently are not known.
  void read_ansi_quoted(ShellWord& word);
  /// From an opening `(`, `{` or `"` past what closes it.
  void skip_nested();
  /// From a `$` past what it stands for, which is appended when it is known.
  void read_expansion(ShellWord& word, const ShellVariables& variables);

 private:
  void read_ansi_escape(ShellWord& word);

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
};

[[nodiscard]] bool is_name_character(char c);
/// What a text begins with of a name; may be empty.
[[nodiscard]] std::string_view name_at(std::string_view text);
/// Before the `=` of `NAME=VALUE`; empty for what is none.
[[nodiscard]] std::string_view assigned_name(std::string_view raw);

}  // namespace sallyport
