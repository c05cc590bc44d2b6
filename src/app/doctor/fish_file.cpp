#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/shell_file.hpp"
#include "app/doctor/shell_findings.hpp"
#include "app/doctor/shell_text.hpp"

namespace sallyport {
namespace {

class FishReader {
 public:
  explicit FishReader(std::string_view text) : text_(text) {}

  FoundSettings read() {
    while (!text_.at_end()) {
      text_.skip_blanks();
      step();
    }
    finish_command();
    return findings_.take();
  }

 private:
  void step() {
    if (text_.at_end()) return;
    const char c = text_.peek();
    if (c == '#') {
      text_.skip_line();
    } else if (text_.at_line_end()) {
      finish_command();
      text_.advance(c == '\r' ? 2 : 1);
      findings_.end_line(false);
    } else if (c == ';') {
      finish_command();
      text_.advance();
    } else if (c == '&' || c == '|' || c == '<' || c == '>' || c == ')') {
      finish_command();
      findings_.spoil_line();
      text_.advance();
    } else {
      ShellWord word = read_word();
      if (words_.size() < kMostShellWords) words_.push_back(std::move(word));
    }
  }

  ShellWord read_word() {
    ShellWord word;
    word.begin = text_.position();
    word.line = text_.line();
    for (bool more = true; more && !text_.at_end() && !text_.at_line_end();) {
      const char c = text_.peek();
      if (std::string_view(" \t;&|<>)").find(c) != std::string_view::npos) {
        more = false;
      } else if (c == '\\') {
        word.quoted = true;
        text_.read_escape(word.value);
      } else if (c == '\'' || c == '"') {
        read_quoted(word, c);
      } else if (c == '(') {
        word.known = false;
        text_.skip_nested();
      } else if (c == '$') {
        text_.read_expansion(word, variables_);
      } else {
        word.value += c;
        text_.advance();
      }
    }
    word.end = text_.position();
    if (text_.line() != word.line) findings_.join_lines();
    return word;
  }

  void read_quoted(ShellWord& word, char quote) {
    word.quoted = true;
    text_.advance();
    while (!text_.at_end() && text_.peek() != quote) {
      const char c = text_.peek();
      if (c == '\\' && (text_.peek(1) == quote || text_.peek(1) == '\\' || (quote == '"' && text_.peek(1) == '$'))) {
        text_.read_escape(word.value);
      } else if (c == '$' && quote == '"') {
        text_.read_expansion(word, variables_);
      } else {
        word.value += c;
        text_.advance();
      }
    }
    text_.advance();
  }

  [[nodiscard]] std::string_view raw(const ShellWord& word) const {
    return text_.text().substr(word.begin, word.end - word.begin);
  }

  void finish_command() {
    static constexpr std::array<std::string_view, 6> kBlocks = {"function", "if", "for", "while", "switch", "begin"};
    static constexpr std::array<std::string_view, 5> kBefore = {"else", "and", "or", "not", "builtin"};
    ShellWords words = std::exchange(words_, {});
    std::size_t first = 0;
    for (; first < words.size() && (is_one_of(kBefore, words[first].value) || is_one_of(kBlocks, words[first].value));
         ++first) {
      findings_.spoil_line();
      const std::string& word = words[first].value;
      if (!is_one_of(kBlocks, word)) continue;
      ++blocks_;
      if (word == "function" && function_block_ == 0) function_block_ = blocks_;
    }
    for (; first < words.size() && !assigned_name(raw(words[first])).empty(); ++first) {
      findings_.spoil_line();
      record_assignment(words[first], false);
    }
    if (first == words.size()) return;
    if (words.back().line != words.front().line) findings_.join_lines();
    const std::string& verb = words[first].value;
    if (verb == "end") {
      findings_.spoil_line();
      if (function_block_ == blocks_) function_block_ = 0;
      if (blocks_ > 0) --blocks_;
    } else if (verb == "set") {
      set(words, first + 1);
    } else if (verb == "export") {
      for (std::size_t i = first + 1; i < words.size(); ++i) export_word(words[i]);
    } else {
      findings_.spoil_line();
      if (verb == "alias" || verb == "abbr") read_alias(words, first + 1);
    }
  }

  /// `alias NAME TEXT`, `alias NAME=TEXT`, `abbr NAME TEXT`.
  void read_alias(const ShellWords& words, std::size_t first) {
    const bool is_whole = first + 1 == words.size();
    for (std::size_t i = first; i < words.size(); ++i) {
      const std::size_t prefix = is_whole ? words[i].value.find('=') + 1 : 0;
      findings_.record(settings_of_alias(words[i], prefix, text_.text(), read_fish_file));
    }
  }

  /// `NAME=VALUE`, as in other shells.
  void export_word(const ShellWord& word) {
    const std::string_view name = assigned_name(raw(word));
    if (!concerns_proxy(name)) findings_.spoil_line();
    if (name.empty()) return;
    if (blocks_ == 0) findings_.take_back(name);
    record_assignment(word, function_block_ == 0);
  }

  void record_assignment(const ShellWord& word, bool in_force) {
    FoundSetting setting = assignment_of(word, text_.text(), text_.line());
    if (in_force) variables_.set(setting.name, setting.value.reveal(), word.known);
    if (!concerns_proxy(setting.name)) return;
    setting.in_force = in_force;
    findings_.record(std::move(setting));
  }

  void set(const ShellWords& words, std::size_t first) {
    bool exports = false;
    bool erases = false;
    bool unexports = false;
    bool asks = false;
    for (; first < words.size() && words[first].value.starts_with('-'); ++first) {
      const std::string_view option = words[first].value;
      const bool is_long = option.starts_with("--");
      const auto has = [&](char letter, std::string_view name) {
        return is_long ? option.substr(2) == name : option.find(letter) != std::string_view::npos;
      };
      exports = exports || has('x', "export");
      erases = erases || has('e', "erase");
      unexports = unexports || has('u', "unexport");
      asks = asks || has('q', "query");
    }
    if (first == words.size()) {
      findings_.spoil_line();
      return;
    }
    const std::string& name = words[first].value;
    if (!concerns_proxy(name)) findings_.spoil_line();
    if ((erases || exports || unexports) && blocks_ == 0) findings_.take_back(name);
    if (erases || asks || first + 1 == words.size()) return;
    record(words, first, exports && !unexports && function_block_ == 0);
  }

  void record(const ShellWords& words, std::size_t first, bool in_force) {
    std::string value;
    bool known = true;
    for (std::size_t i = first + 1; i < words.size(); ++i) {
      if (i > first + 1) value += ' ';
      value += words[i].value;
      known = known && words[i].known;
    }
    const std::string& name = words[first].value;
    variables_.set(name, value, known);
    if (concerns_proxy(name)) {
      FoundSetting setting{.name = name, .value = Secret(value), .line = words[first].line};
      setting.known = known;
      setting.in_force = in_force;
      setting.alone = words[first].line == text_.line();
      locate(setting, text_.text(), words[first + 1].begin, words.back().end);
      findings_.record(std::move(setting));
    }
    wipe_memory(value.data(), value.size());
  }

  ShellText text_;
  ShellVariables variables_;
  ShellFindings findings_;
  ShellWords words_;
  std::size_t blocks_ = 0;
  std::size_t function_block_ = 0;  ///< which of `blocks_` is the outermost function; 0: none
};

}  // namespace

FoundSettings read_fish_file(std::string_view text) { return FishReader(text).read(); }

}  // namespace sallyport
