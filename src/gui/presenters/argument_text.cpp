#include "presenters/argument_text.hpp"

namespace sallyport {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string quote(const std::string& argument) {
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

}  // namespace

Result<std::vector<std::string>> split_arguments(std::string_view text) {
  std::vector<std::string> arguments;
  std::string word;
  bool in_word = false;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0' && is_space(c)) {
      if (in_word) arguments.push_back(std::move(word));
      word.clear();
      in_word = false;
      continue;
    }
    in_word = true;
    if (quote != '\0' && c == quote) {
      quote = '\0';
    } else if (quote == '\0' && (c == '\'' || c == '"')) {
      quote = c;
    } else if (c == '\\' && quote != '\'') {
      if (i + 1 == text.size())
        return failure(ErrorCode::kInvalidValue, "The arguments end with a backslash. Remove it, or double it.");
      const char next = text[i + 1];
      if (quote == '"' && next != '"' && next != '\\') {
        word += c;
      } else {
        word += next;
        ++i;
      }
    } else {
      word += c;
    }
  }
  if (quote != '\0')
    return failure(ErrorCode::kInvalidValue, "A quotation mark in the arguments is not closed. Add its partner.");
  if (in_word) arguments.push_back(std::move(word));
  return arguments;
}

std::string join_arguments(const std::vector<std::string>& arguments) {
  std::string text;
  for (const std::string& argument : arguments) text += (text.empty() ? "" : " ") + quote(argument);
  return text;
}

}  // namespace sallyport
