#include "app/doctor/start_file_reader.hpp"

#include <string>
#include <utility>

#include "app/doctor/configuration_text.hpp"

namespace sallyport {

FoundSettings StartFileReader::read() {
  for (text_.skip_blanks(); !text_.at_end(); text_.skip_blanks()) {
    const char c = text_.peek();
    if (c == '#') {
      text_.skip_line();
    } else if (text_.at_line_end()) {
      finish_command();
      text_.advance(c == '\r' ? 2 : 1);
      end_line();
    } else if (c == ';') {
      finish_command();
      text_.advance();
    } else {
      read_on(c);
    }
  }
  finish_command();
  return findings_.take();
}

ShellWord StartFileReader::read_word() {
  ShellWord word;
  word.begin = text_.position();
  word.line = text_.line();
  while (!text_.at_end() && !text_.at_line_end() && word_ends_.find(text_.peek()) == std::string_view::npos) {
    read_piece(word);
  }
  word.end = text_.position();
  if (text_.line() != word.line) findings_.join_lines();
  return word;
}

void StartFileReader::finish_command() {
  const Words words = std::exchange(words_, {});
  if (!words.empty() && words.back().line != words.front().line) findings_.join_lines();
  take_command(words);
}

std::optional<FoundSetting> StartFileReader::take_assignment(const ShellWord& word, bool in_force) {
  const std::string_view name = assigned_name(raw(word));
  // The name stands before the `=` in both.
  const std::string_view value = std::string_view(word.value).substr(name.size() + 1);
  if (in_force) variables_.set(name, value, word.known);
  if (!concerns_proxy(name)) return std::nullopt;
  FoundSetting setting{.name = std::string(name), .value = Secret(value), .line = word.line};
  setting.known = word.known;
  setting.in_force = in_force;
  setting.alone = word.line == text_.line();
  locate_in(setting, word, word.begin + name.size() + 1);
  return setting;
}

void StartFileReader::take_alias(const ShellWord& word, std::size_t prefix,
                                 FoundSettings (*read_text)(std::string_view)) {
  const std::string_view value = word.value;
  const std::string_view inside = unquoted(raw(word).substr(std::min(prefix, word.end - word.begin)));
  // What is unknown is one of its words, and a default has its place where it stands.
  const std::string_view body = word.known && word.default_end == 0 ? value.substr(prefix) : inside;
  const bool plain = body == inside && raw(word).substr(0, prefix) == value.substr(0, prefix);
  for (FoundSetting& each : read_text(body)) {
    each.in_force = false;
    each.alone = false;
    if (plain) {
      const auto offset = static_cast<std::size_t>(inside.data() - text_.text().data());
      each.begin += offset;
      each.end += offset;
      each.line += word.line - 1;
    } else {
      each.begin = word.begin;
      each.end = word.end;
      each.line = word.line;
      each.plain = false;
    }
    findings_.record(std::move(each));
  }
}

void StartFileReader::locate_in(FoundSetting& setting, const ShellWord& word, std::size_t begin) const {
  if (word.default_end != 0) locate(setting, text_.text(), word.default_begin, word.default_end);
  if (word.default_end != 0 && setting.plain) return;
  // `$'…'` has its quotes behind the sign.
  const std::string_view quoted = text_.text().substr(begin, word.end - begin);
  if (quoted.starts_with("$'") || quoted.starts_with("$\"")) ++begin;
  locate(setting, text_.text(), begin, word.end);
}

}  // namespace sallyport
