#include <array>
#include <string>
#include <utility>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/shell_file.hpp"
#include "app/doctor/start_file_reader.hpp"

namespace sallyport {
namespace {

class FishReader final : public StartFileReader {
 public:
  explicit FishReader(std::string_view text) : StartFileReader(text, " \t;&|<>)") {}

 private:
  void read_on(char c) override {
    if (c == '&' || c == '|' || c == '<' || c == '>' || c == ')') {
      finish_command();
      findings_.spoil_line();
      text_.advance();
    } else {
      add_word(read_word());
    }
  }

  void end_line() override { findings_.end_line(false); }

  void read_piece(ShellWord& word) override {
    const char c = text_.peek();
    if (c == '\\') {
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

  void take_command(const Words& words) override {
    static constexpr std::array<std::string_view, 6> kBlocks = {"function", "if", "for", "while", "switch", "begin"};
    static constexpr std::array<std::string_view, 5> kBefore = {"else", "and", "or", "not", "builtin"};
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
  void read_alias(const Words& words, std::size_t first) {
    const bool is_whole = first + 1 == words.size();
    for (std::size_t i = first; i < words.size(); ++i) {
      const std::size_t prefix = is_whole ? words[i].value.find('=') + 1 : 0;
      take_alias(words[i], prefix, read_fish_file);
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
    if (auto setting = take_assignment(word, in_force)) findings_.record(*std::move(setting));
  }

  void set(const Words& words, std::size_t first) {
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

  void record(const Words& words, std::size_t first, bool in_force) {
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

  std::size_t blocks_ = 0;
  std::size_t function_block_ = 0;  ///< which of `blocks_` is the outermost function; 0: none
};

}  // namespace

FoundSettings read_fish_file(std::string_view text) { return FishReader(text).read(); }

}  // namespace sallyport
