#include "app/doctor/shell_file.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/start_file_reader.hpp"

namespace sallyport {
namespace {

/// Words that a command may stand behind, and those that end a compound command.
constexpr std::array<std::string_view, 12> kReserved = {"if", "then", "elif", "else", "while", "until",
                                                        "do", "!",    "time", "fi",   "done",  "esac"};
constexpr std::array<std::string_view, 5> kDeclarations = {"export", "declare", "typeset", "readonly", "local"};

constexpr std::size_t kDeepestDefault = 16;

class ShellReader final : public StartFileReader {
 public:
  explicit ShellReader(std::string_view text) : StartFileReader(text, " \t;&|()<>") {}

 private:
  void read_on(char c) override {
    if (c == '&' || c == '|') {
      finish_command();
      findings_.spoil_line();
      joined_ = joined_ || c == '|' || text_.peek(1) == '&';
      text_.advance();
      return;
    }
    joined_ = false;
    if (c == '(') {
      open_parenthesis();
    } else if (c == ')') {
      finish_command();
      findings_.spoil_line();
      if (subshells_ > 0) --subshells_;
      text_.advance();
    } else if (c == '<' || c == '>') {
      read_redirection();
    } else {
      take_word(read_word());
    }
  }

  void end_line() override {
    findings_.end_line(std::exchange(joined_, false));
    skip_here_documents();
  }

  void open_parenthesis() {
    findings_.spoil_line();
    if (!words_.empty() && words_.back().end == text_.position() && words_.back().value.ends_with('=')) {
      text_.skip_nested();  // an array
      words_.back().known = false;
      return;
    }
    if (words_.size() == 1 && assigned_name(raw(words_.front())).empty()) {
      text_.advance();
      text_.skip_blanks();
      if (text_.peek() == ')') {
        text_.advance();
        words_.clear();
        function_begins_ = true;
        return;
      }
    } else {
      text_.advance();
    }
    finish_command();
    ++subshells_;
  }

  void take_word(ShellWord word) {
    if (words_.empty() && !word.quoted) {
      const bool function_began = std::exchange(function_begins_, false);
      if (word.value == "{" || word.value == "}") {
        findings_.spoil_line();
        word.value == "{" ? open_brace(function_began) : close_brace();
        return;
      }
      if (is_one_of(kReserved, word.value)) {
        findings_.spoil_line();
        if (word.value == "if" || word.value == "do") ++conditions_;
        if ((word.value == "fi" || word.value == "done" || word.value == "esac") && conditions_ > 0) --conditions_;
        return;
      }
      if (word.value == "function") {
        findings_.spoil_line();
        text_.skip_blanks();
        static_cast<void>(read_word());
        text_.skip_blanks();
        if (text_.peek() == '(' && text_.peek(1) == ')') text_.advance(2);
        function_begins_ = true;
        return;
      }
    }
    add_word(std::move(word));
  }

  void open_brace(bool of_function) {
    ++braces_;
    if (of_function && function_brace_ == 0) function_brace_ = braces_;
  }
  void close_brace() {
    if (function_brace_ == braces_) function_brace_ = 0;
    if (braces_ > 0) --braces_;
  }

  void read_redirection() {
    findings_.spoil_line();
    const bool is_here_document = text_.peek() == '<' && text_.peek(1) == '<' && text_.peek(2) != '<';
    while (text_.peek() == '<' || text_.peek() == '>' || text_.peek() == '&' || text_.peek() == '|') text_.advance();
    const bool strips_tabs = is_here_document && text_.peek() == '-';
    if (strips_tabs) text_.advance();
    if (text_.peek() == '(') {
      text_.skip_nested();
      return;
    }
    text_.skip_blanks();
    if (text_.at_end() || text_.at_line_end()) return;
    ShellWord word = read_word();
    if (is_here_document) here_documents_.push_back({std::move(word.value), strips_tabs});
  }

  void skip_here_documents() {
    for (const HereDocument& document : std::exchange(here_documents_, {})) {
      for (bool more = true; more && !text_.at_end();) {
        const auto begin = text_.position();
        text_.skip_line();
        std::string_view line = text_.text().substr(begin, text_.position() - begin);
        if (document.strips_tabs) line.remove_prefix(std::min(line.find_first_not_of('\t'), line.size()));
        more = line != document.delimiter;
        text_.advance(text_.peek() == '\r' ? 2 : 1);
      }
    }
  }

  void read_piece(ShellWord& word) override {
    const char c = text_.peek();
    if (c == '\\') {
      word.quoted = true;
      text_.read_escape(word.value);
    } else if (c == '\'') {
      read_single_quoted(word);
    } else if (c == '"') {
      read_double_quoted(word);
    } else if (c == '$' && text_.peek(1) == '\'') {
      text_.read_ansi_quoted(word);
    } else if (c == '$' && text_.peek(1) == '"') {
      text_.advance();
      read_double_quoted(word);
    } else {
      read_other(word, false);
    }
  }

  /// What stands for the same within double quotes and outside.
  void read_other(ShellWord& word, bool in_quotes) {
    const char c = text_.peek();
    if (c == '`') {
      skip_backquoted(word);
    } else if (c != '$') {
      word.value += c;
      text_.advance();
    } else if (!read_default(word, in_quotes)) {
      // A `"` behind it ends the quotes.
      text_.read_expansion(word, variables_);
    }
  }

  void read_single_quoted(ShellWord& word) {
    word.quoted = true;
    text_.advance();
    while (!text_.at_end() && text_.peek() != '\'') {
      word.value += text_.peek();
      text_.advance();
    }
    text_.advance();
  }

  void read_double_quoted(ShellWord& word) {
    word.quoted = true;
    text_.advance();
    while (!text_.at_end() && text_.peek() != '"') read_quoted_piece(word, "$`\"\\\n\r");
    text_.advance();
  }

  void read_quoted_piece(ShellWord& word, std::string_view escaped) {
    if (text_.peek() == '\\' && escaped.find(text_.peek(1)) != std::string_view::npos) {
      text_.read_escape(word.value);
    } else {
      read_other(word, true);
    }
  }

  /// `${NAME:-TEXT}` and `${NAME:=TEXT}`, with or without the colon; false for any other expansion.
  bool read_default(ShellWord& word, bool in_quotes) {
    const std::string_view rest = text_.text().substr(text_.position());
    if (!rest.starts_with("${") || depth_ == kDeepestDefault) return false;
    const std::string_view name = name_at(rest.substr(2));
    const bool takes_empty = rest.substr(2 + name.size()).starts_with(':');
    const std::size_t sign = 2 + name.size() + (takes_empty ? 1 : 0);
    if (name.empty() || sign >= rest.size() || (rest[sign] != '-' && rest[sign] != '=')) return false;
    text_.advance(sign + 1);
    ShellWord part = read_default_text(in_quotes);
    const Secret* value = variables_.find(name);
    const bool counts = value == nullptr ? variables_.may_be_unset(name) : takes_empty && value->empty();
    if (counts) {
      word.value += part.value;
      word.known = word.known && part.known;
      const bool is_nested = part.default_end != 0;
      word.default_begin = is_nested ? part.default_begin : part.begin;
      word.default_end = is_nested ? part.default_end : part.end;
    } else {
      word.fill_in(value);
    }
    record_default(name, part, counts && rest[sign] == '=' && runs_at_once());
    return true;
  }

  /// Past the `}`, which the word is without.
  ShellWord read_default_text(bool in_quotes) {
    ShellWord part;
    part.begin = text_.position();
    part.line = text_.line();
    ++depth_;
    while (!text_.at_end() && text_.peek() != '}') {
      if (!in_quotes) {
        read_piece(part);
      } else if (text_.peek() == '"') {
        read_double_quoted(part);
      } else {
        read_quoted_piece(part, "$`\"\\\n\r}");
      }
    }
    --depth_;
    part.end = text_.position();
    text_.advance();
    return part;
  }

  void record_default(std::string_view name, const ShellWord& part, bool assigns) {
    if (assigns) variables_.set(name, part.value, part.known);
    if (!concerns_proxy(name) || defaults_.size() == kMostFound) return;
    FoundSetting setting{.name = std::string(name), .value = Secret(part.value), .line = part.line};
    setting.known = part.known;
    setting.in_force = assigns;
    locate_in(setting, part, part.begin);
    defaults_.push_back(std::move(setting));
  }

  void skip_backquoted(ShellWord& word) {
    word.known = false;
    text_.advance();
    while (!text_.at_end() && text_.peek() != '`') text_.advance(text_.peek() == '\\' ? 2 : 1);
    text_.advance();
  }

  [[nodiscard]] bool runs_at_once() const { return function_brace_ == 0 && subshells_ == 0; }

  void take_command(const Words& words) override {
    take_defaults(words);
    if (words.empty()) return;
    std::size_t first = 0;
    while (first + 1 < words.size() && (words[first].value == "builtin" || words[first].value == "command")) ++first;
    const std::string& verb = words[first].value;
    const bool all_assign = std::all_of(words.begin(), words.end(),
                                        [this](const ShellWord& word) { return !assigned_name(raw(word)).empty(); });
    if (all_assign || is_one_of(kDeclarations, verb)) {
      declare(words, all_assign ? 0 : first + 1, verb == "export");
      return;
    }
    findings_.spoil_line();
    if (verb == "case") ++conditions_;
    if (verb == "unset" && runs_at_once()) unset(words);
    if (verb == "alias") {
      for (const ShellWord& word : words) {
        const auto equals = word.value.find('=');
        if (equals != std::string::npos) take_alias(word, equals + 1, read_shell_file);
      }
      return;
    }
    for (const ShellWord& word : words) {
      if (!assigned_name(raw(word)).empty()) record(word, false);
    }
  }

  /// Those of `words`, and of where their command reads and writes.
  void take_defaults(const Words& words) {
    for (FoundSetting& each : std::exchange(defaults_, {})) {
      const bool is_told = std::any_of(words.begin(), words.end(), [&](const ShellWord& word) {
        const std::string_view name = assigned_name(raw(word));
        return word.begin <= each.begin && each.end <= word.end && word.known && concerns_proxy(name) &&
               (!each.in_force || name == each.name);
      });
      if (is_told) continue;
      each.alone = each.line == text_.line();
      take_over(std::move(each));
    }
  }

  void unset(const Words& words) {
    for (const ShellWord& word : words) {
      if (conditions_ != 0) {
        variables_.set(word.value, {}, false);
        continue;
      }
      variables_.unset(word.value);
      findings_.take_back(word.value);
      unexported_.erase(word.value);
    }
  }

  void declare(const Words& words, std::size_t first, bool exports) {
    bool sets = true;
    bool unexports = false;
    for (std::size_t i = first; i < words.size(); ++i) {
      const std::string_view value = words[i].value;
      if (value.starts_with('-') || value.starts_with('+')) {
        const auto has = [&](std::string_view letters) {
          return value.find_first_of(letters) != std::string_view::npos;
        };
        const bool is_minus = value.front() == '-';
        // `declare -n` names another variable.
        if (is_minus && has(exports ? "fFp" : "fFpn")) sets = false;
        unexports = unexports || (is_minus ? exports && has("n") : has("x"));
        exports = exports || (is_minus && has("x"));
        continue;
      }
      const std::string_view assigned = assigned_name(raw(words[i]));
      const std::string_view name = assigned.empty() ? value : assigned;
      if (!concerns_proxy(name)) findings_.spoil_line();
      if (!sets) continue;
      if (runs_at_once() && conditions_ == 0 && (unexports || exports)) change_export(name, !unexports);
      if (!assigned.empty()) record(words[i], runs_at_once() && (!unexports || conditions_ == 0));
    }
  }

  void change_export(std::string_view name, bool exports) {
    const auto present = unexported_.find(name);
    if (exports && present != unexported_.end()) {
      findings_.put_back(present->second);
      unexported_.erase(present);
    } else if (!exports && present == unexported_.end() && unexported_.size() < kMostFound) {
      unexported_.emplace(name, findings_.take_back(name));
    }
  }

  void record(const ShellWord& word, bool in_force) {
    if (auto setting = take_assignment(word, in_force)) take_over(*std::move(setting));
  }

  void take_over(FoundSetting setting) {
    if (setting.in_force && conditions_ == 0) findings_.take_back(setting.name);
    if (const auto unexported = unexported_.find(setting.name); unexported != unexported_.end() && setting.in_force) {
      setting.in_force = false;
      unexported->second = findings_.size();
    }
    findings_.record(std::move(setting));
  }

  struct HereDocument {
    std::string delimiter;
    bool strips_tabs;
  };

  FoundSettings defaults_;  ///< of the command that is being read: `${NAME:-TEXT}`
  /// Not exported any more, and the place of the finding that is in force once they are again.
  std::map<std::string, std::size_t, std::less<>> unexported_;
  std::vector<HereDocument> here_documents_;
  bool joined_ = false;           ///< the last thing read was `&&`, `||` or `|`
  bool function_begins_ = false;  ///< a `{` now is a function's
  std::size_t braces_ = 0;
  std::size_t function_brace_ = 0;  ///< which of `braces_` is the outermost function's; 0: none
  std::size_t subshells_ = 0;
  std::size_t conditions_ = 0;  ///< compound commands around, which may not be run
  std::size_t depth_ = 0;       ///< of defaults within defaults
};

}  // namespace

FoundSettings read_shell_file(std::string_view text) { return ShellReader(text).read(); }

}  // namespace sallyport
