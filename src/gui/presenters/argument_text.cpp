#include "presenters/argument_text.hpp"

#include <utility>

#include "sallyport/core/windows_quoting.hpp"

namespace sallyport {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string quote_for_posix(const std::string& argument) {
  if (!argument.empty() && argument.find_first_of(" \t\n\r'\"\\") == std::string::npos) return argument;
  std::string quoted = "'";
  for (const char c : argument) {
    if (c == '\'')
      quoted += R"('\'')";
    else
      quoted += c;
  }
  return quoted + "'";
}

std::string quote_for_windows(const std::string& argument) {
  if (!argument.empty() && argument.find_first_of(" \t\n\r\"") == std::string::npos) return argument;
  return quote_windows(argument);
}

tl::unexpected<Error> not_closed() {
  return failure(ErrorCode::kInvalidValue, "A quotation mark in the arguments is not closed. Add its partner.");
}

/// Words as they grow.
class Words {
 public:
  void add(char c) {
    word_ += c;
    in_word_ = true;
  }
  void add(std::size_t count, char c) {
    word_.append(count, c);
    in_word_ |= count > 0;
  }
  void begin() { in_word_ = true; }
  void end() {
    if (in_word_) words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }
  [[nodiscard]] std::vector<std::string> take() {
    end();
    return std::move(words_);
  }

 private:
  std::vector<std::string> words_;
  std::string word_;
  bool in_word_ = false;
};

Result<std::vector<std::string>> split_posix(std::string_view text) {
  Words words;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0' && is_space(c)) {
      words.end();
      continue;
    }
    words.begin();
    if (quote != '\0' && c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'') {
      if (i + 1 == text.size())
        return failure(ErrorCode::kInvalidValue, "The arguments end with a backslash. Remove it, or double it.");
      const char next = text[i + 1];
      if (quote == '"' && next != '"' && next != '\\') {
        words.add(c);
      } else {
        words.add(next);
        ++i;
      }
    } else {
      words.add(c);
    }
  }
  if (quote != '\0') return not_closed();
  return words.take();
}

Result<std::vector<std::string>> split_windows(std::string_view text) {
  Words words;
  bool quoted = false;
  std::size_t backslashes = 0;
  for (const char c : text) {
    if (c == '\\') {
      ++backslashes;
      continue;
    }
    words.add(c == '"' ? backslashes / 2 : backslashes, '\\');
    const bool literal = std::exchange(backslashes, 0) % 2 == 1;
    if (c == '"' && !literal) {
      words.begin();
      quoted = !quoted;
    } else if (!quoted && is_space(c)) {
      words.end();
    } else {
      words.add(c);
    }
  }
  words.add(backslashes, '\\');
  if (quoted) return not_closed();
  return words.take();
}

}  // namespace

Result<std::vector<std::string>> split_arguments(std::string_view text, Quoting quoting) {
  return quoting == Quoting::kWindows ? split_windows(text) : split_posix(text);
}

std::string join_arguments(const std::vector<std::string>& arguments, Quoting quoting) {
  std::string text;
  for (const std::string& argument : arguments) {
    if (!text.empty()) text += ' ';
    text += quoting == Quoting::kWindows ? quote_for_windows(argument) : quote_for_posix(argument);
  }
  return text;
}

}  // namespace sallyport
