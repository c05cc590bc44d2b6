#include "app/doctor/shell_file.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/shell_findings.hpp"
#include "app/doctor/shell_text.hpp"

namespace sallyport {
namespace {

/// Words that a command may stand behind, and those that end a compound command.
constexpr std::array<std::string_view, 12> kReserved = {"if", "then", "elif", "else", "while", "until",
                                                        "do", "!",    "time", "fi",   "done",  "esac"};
constexpr std::array<std::string_view, 5> kDeclarations = {"export", "declare", "typeset", "readonly", "local"};

class ShellReader {
 public:
  explicit ShellReader(std::string_view text) : text_(text) {}

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
    const char c = text_.peek();
    if (text_.at_end()) return;
    if (c == '#') {
      text_.skip_line();
    } else if (text_.at_line_end()) {
      finish_command();
      text_.advance(c == '\r' ? 2 : 1);
      findings_.end_line(std::exchange(joined_, false));
      skip_here_documents();
    } else if (c == '&' || c == '|') {
      finish_command();
      findings_.spoil_line();
      joined_ = joined_ || c == '|' || text_.peek(1) == '&';
      text_.advance();
    } else {
      joined_ = false;
      read_more(c);
    }
  }

  void read_more(char c) {
    if (c == ';') {
      finish_command();
      text_.advance();
    } else if (c == '(') {
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
    if (words_.size() < kMostShellWords) words_.push_back(std::move(word));
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

  ShellWord read_word() {
    ShellWord word;
    word.begin = text_.position();
    word.line = text_.line();
    for (bool more = true; more && !text_.at_end() && !text_.at_line_end();) {
      const char c = text_.peek();
      switch (c) {
        case ' ':
        case '\t':
        case ';':
        case '&':
        case '|':
        case '(':
        case ')':
        case '<':
        case '>':
          more = false;
          break;
        case '\\':
          word.quoted = true;
          text_.read_escape(word.value);
          break;
        case '\'':
          read_single_quoted(word);
          break;
        case '"':
          read_double_quoted(word);
          break;
        case '`':
          skip_backquoted(word);
          break;
        case '$':
          if (text_.peek(1) == '\'') {
            word.known = false;
            text_.advance();
            read_single_quoted(word);
          } else if (text_.peek(1) == '"') {
            text_.advance();
            read_double_quoted(word);
          } else {
            text_.read_expansion(word, variables_);
          }
          break;
        default:
          word.value += c;
          text_.advance();
      }
    }
    word.end = text_.position();
    if (text_.line() != word.line) findings_.join_lines();
    return word;
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
    while (!text_.at_end() && text_.peek() != '"') {
      const char c = text_.peek();
      if (c == '\\' && std::string_view("$`\"\\\n\r").find(text_.peek(1)) != std::string_view::npos) {
        text_.read_escape(word.value);
      } else if (c == '$') {
        // A `"` behind it ends the quotes.
        text_.read_expansion(word, variables_);
      } else if (c == '`') {
        skip_backquoted(word);
      } else {
        word.value += c;
        text_.advance();
      }
    }
    text_.advance();
  }

  void skip_backquoted(ShellWord& word) {
    word.known = false;
    text_.advance();
    while (!text_.at_end() && text_.peek() != '`') text_.advance(text_.peek() == '\\' ? 2 : 1);
    text_.advance();
  }

  [[nodiscard]] std::string_view raw(const ShellWord& word) const {
    return text_.text().substr(word.begin, word.end - word.begin);
  }
  [[nodiscard]] bool runs_at_once() const { return function_brace_ == 0 && subshells_ == 0; }

  void finish_command() {
    const ShellWords words = std::exchange(words_, {});
    if (words.empty()) return;
    if (words.back().line != words.front().line) findings_.join_lines();
    std::size_t first = 0;
    while (first + 1 < words.size() && (words[first].value == "builtin" || words[first].value == "command")) ++first;
    const std::string& verb = words[first].value;
    const bool all_assign = std::all_of(words.begin(), words.end(),
                                        [this](const ShellWord& word) { return !assigned_name(raw(word)).empty(); });
    if (all_assign || is_one_of(kDeclarations, verb)) {
      declare(words, all_assign ? 0 : first + 1);
      return;
    }
    findings_.spoil_line();
    if (verb == "case") ++conditions_;
    if (verb == "unset" && runs_at_once() && conditions_ == 0) {
      for (const ShellWord& word : words) findings_.take_back(word.value);
    }
    for (const ShellWord& word : words) {
      if (!assigned_name(raw(word)).empty()) record(word, false);
    }
  }

  void declare(const ShellWords& words, std::size_t first) {
    bool sets = true;
    for (std::size_t i = first; i < words.size(); ++i) {
      const std::string_view value = words[i].value;
      if (value.starts_with('-')) {
        if (value.find_first_of("nfFp") != std::string_view::npos) sets = false;
        continue;
      }
      const std::string_view name = assigned_name(raw(words[i]));
      if (!concerns_proxy(name.empty() ? value : name)) findings_.spoil_line();
      if (!name.empty() && sets) record(words[i], runs_at_once());
    }
  }

  void record(const ShellWord& word, bool in_force) {
    FoundSetting setting = assignment_of(word, text_.text(), text_.line());
    if (in_force) variables_.set(setting.name, setting.value.reveal(), word.known);
    if (!concerns_proxy(setting.name)) return;
    setting.in_force = in_force;
    if (in_force && conditions_ == 0) findings_.take_back(setting.name);
    findings_.record(std::move(setting));
  }

  struct HereDocument {
    std::string delimiter;
    bool strips_tabs;
  };

  ShellText text_;
  ShellVariables variables_;
  ShellFindings findings_;
  ShellWords words_;  ///< of the command that is being read
  std::vector<HereDocument> here_documents_;
  bool joined_ = false;           ///< the last thing read was `&&`, `||` or `|`
  bool function_begins_ = false;  ///< a `{` now is a function's
  std::size_t braces_ = 0;
  std::size_t function_brace_ = 0;  ///< which of `braces_` is the outermost function's; 0: none
  std::size_t subshells_ = 0;
  std::size_t conditions_ = 0;  ///< compound commands around, which may not be run
};

}  // namespace

FoundSettings read_shell_file(std::string_view text) { return ShellReader(text).read(); }

}  // namespace sallyport
