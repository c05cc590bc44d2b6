#include "app/doctor/shell_text.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

namespace sallyport {
namespace {

constexpr std::size_t kLongestValue = 4096;
constexpr std::size_t kMostVariables = 1000;

}  // namespace

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view name_at(std::string_view text) {
  return {text.begin(), std::find_if_not(text.begin(), text.end(), is_name_character)};
}

std::string_view assigned_name(std::string_view raw) {
  const std::string_view name = name_at(raw);
  const bool is_assigned = raw.substr(name.size()).starts_with('=');
  return !is_assigned || name.empty() || (name.front() >= '0' && name.front() <= '9') ? std::string_view() : name;
}

void ShellWord::fill_in(const Secret* filled) {
  if (filled == nullptr || value.size() + filled->reveal().size() > kLongestValue) {
    known = false;
  } else {
    value += filled->reveal();
  }
}

void ShellVariables::set(std::string_view name, std::string_view value, bool known) {
  auto kept = known && value.size() <= kLongestValue ? std::optional<Secret>(value) : std::nullopt;
  const auto present = values_.find(name);
  if (present != values_.end()) {
    present->second = std::move(kept);
  } else if (values_.size() < kMostVariables) {
    values_.emplace(name, std::move(kept));
  }
}

void ShellVariables::unset(std::string_view name) {
  if (const auto present = values_.find(name); present != values_.end()) values_.erase(present);
}

const Secret* ShellVariables::find(std::string_view name) const {
  const auto present = values_.find(name);
  return present == values_.end() || !present->second ? nullptr : &*present->second;
}

bool ShellVariables::may_be_unset(std::string_view name) const {
  return values_.size() < kMostVariables && !values_.contains(name);
}

void ShellText::advance(std::size_t count) {
  for (; count > 0 && position_ < text_.size(); --count) {
    if (text_[position_++] == '\n') ++line_;
  }
}

void ShellText::skip_line() {
  const auto end = std::min(text_.find('\n', position_), text_.size());
  position_ = end > position_ && end < text_.size() && text_[end - 1] == '\r' ? end - 1 : end;
}

void ShellText::skip_blanks() {
  for (;;) {
    if (peek() == ' ' || peek() == '\t') {
      advance();
    } else if (peek() == '\\' && (peek(1) == '\n' || (peek(1) == '\r' && peek(2) == '\n'))) {
      advance(peek(1) == '\r' ? 3 : 2);
    } else {
      return;
    }
  }
}

void ShellText::read_escape(std::string& value) {
  advance();
  if (at_line_end()) {
    advance(peek() == '\r' ? 2 : 1);
  } else if (!at_end()) {
    value += peek();
    advance();
  }
}

void ShellText::read_ansi_quoted(ShellWord& word) {
  word.quoted = true;
  advance(2);
  while (!at_end() && peek() != '\'') {
    if (peek() == '\\') {
      read_ansi_escape(word);
    } else {
      word.value += peek();
      advance();
    }
  }
  advance();
}

void ShellText::read_ansi_escape(ShellWord& word) {
  constexpr std::string_view kLetters = "abeEfnrtv\\'\"?";
  constexpr std::string_view kMeant = "\a\b\x1b\x1b\f\n\r\t\v\\'\"?";
  advance();
  if (const auto letter = kLetters.find(peek()); letter != std::string_view::npos) {
    word.value += kMeant[letter];
    advance();
    return;
  }
  const bool is_hex = peek() == 'x';
  if (is_hex) advance();
  const std::string_view digits = text_.substr(position_, is_hex ? 2 : 3);
  unsigned code = 0;
  advance(static_cast<std::size_t>(
      std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 8).ptr - digits.data()));
  // bash ends the string at a NUL.
  if (code == 0 || code > 0xff) word.known = false;
  word.value += static_cast<char>(code);
}

void ShellText::skip_nested() {
  std::vector<char> open = {peek()};
  advance();
  while (!open.empty() && !at_end()) {
    const char c = peek();
    if (c == '\\') {
      advance(2);
      continue;
    }
    if (c == '$' && peek(1) == '\'' && open.back() != '"') {
      ShellWord ignored;
      read_ansi_quoted(ignored);
      continue;
    }
    if (c == '$' && (peek(1) == '(' || peek(1) == '{')) {
      open.push_back(peek(1));
      advance(2);
      continue;
    }
    if (open.back() == '"') {
      if (c == '"') open.pop_back();
    } else if (c == '"') {
      open.push_back('"');
    } else if (c == '\'') {
      advance();
      while (!at_end() && peek() != '\'') advance();
    } else if (c == '(' && open.back() == '(') {
      open.push_back('(');
    } else if ((c == ')' && open.back() == '(') || (c == '}' && open.back() == '{')) {
      open.pop_back();
    }
    advance();
  }
}

void ShellText::read_expansion(ShellWord& word, const ShellVariables& variables) {
  const auto begin = position_;
  std::size_t name_begin = begin + 1;
  std::size_t name_end = name_begin;
  if (peek(1) == '(' || peek(1) == '{') {
    advance();
    skip_nested();
    // `${NAME}` alone is as `$NAME`.
    name_begin = begin + 2;
    name_end = std::max(name_begin, position_ - 1);
    const std::string_view name = text_.substr(name_begin, name_end - name_begin);
    if (text_[begin + 1] == '(' || !std::all_of(name.begin(), name.end(), is_name_character)) name_end = name_begin;
  } else {
    advance();
    if (!is_name_character(peek())) {
      // `$` before anything else stands for itself, or for one of the shell's own values.
      word.known = word.known && (at_end() || std::string_view(" \t\r\n\"'/:;").find(peek()) != std::string_view::npos);
      word.value += '$';
      return;
    }
    while (is_name_character(peek())) advance();
    name_end = position_;
  }
  word.fill_in(variables.find(text_.substr(name_begin, name_end - name_begin)));
}

}  // namespace sallyport
