#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

/// A word, or what stands in quotes.
struct Token {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< with the quotes
  std::size_t line = 1;
};

class AptReader {
 public:
  explicit AptReader(std::string_view text) : text_(text) {}

  FoundSettings read() {
    while (position_ < text_.size()) step();
    return std::move(found_);
  }

 private:
  /// Deeper blocks are counted, but give no names.
  static constexpr std::size_t kDeepest = 32;
  static constexpr std::size_t kLongestName = 100;

  void step() {
    const char c = text_[position_];
    const std::string_view rest = text_.substr(position_);
    if (c == '\n') {
      ++line_;
      ++position_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++position_;
    } else if (rest.starts_with("//") || c == '#') {
      position_ += std::min(rest.find('\n'), rest.size());
    } else if (rest.starts_with("/*")) {
      skip_to(std::min(rest.find("*/", 2), rest.size() - 2) + 2);
    } else if (c == '{') {
      ++position_;
      ++depth_;
      if (depth_ <= kDeepest) scopes_.push_back(words_.empty() ? std::string() : name_of(words_.front()));
      words_.clear();
    } else if (c == '}') {
      ++position_;
      if (depth_ > 0 && depth_ <= kDeepest) scopes_.pop_back();
      if (depth_ > 0) --depth_;
      words_.clear();
    } else if (c == ';') {
      ++position_;
      finish();
    } else {
      read_token();
    }
  }

  void skip_to(std::size_t length) {
    line_ +=
        static_cast<std::size_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(position_),
                                            text_.begin() + static_cast<std::ptrdiff_t>(position_ + length), '\n'));
    position_ += length;
  }

  void read_token() {
    Token token{position_, position_, line_};
    const bool quoted = text_[position_] == '"';
    const std::string_view rest = text_.substr(position_);
    const auto length = quoted ? std::min(rest.find('"', 1), rest.size() - 1) + 1
                               : std::min(rest.find_first_of(" \t\r\n;{}\""), rest.size());
    skip_to(length);
    token.end = position_;
    if (words_.size() < 2) words_.push_back(token);
  }

  [[nodiscard]] std::string name_of(const Token& token) const {
    return ascii_lower(text_.substr(token.begin, std::min(token.end - token.begin, kLongestName)));
  }

  void finish() {
    const auto words = std::exchange(words_, {});
    if (words.size() != 2 || depth_ > kDeepest) return;
    std::string name;
    for (const std::string& scope : scopes_) {
      if (!scope.empty()) name += scope + "::";
    }
    name += name_of(words[0]);
    if (!concerns_proxy(name)) return;
    const std::string_view raw = text_.substr(words[1].begin, words[1].end - words[1].begin);
    FoundSetting setting{.name = std::move(name), .value = Secret(unquoted(raw)), .line = words[1].line};
    setting.alone = false;  // a block may begin or end beside it
    locate(setting, text_, words[1].begin, words[1].end);
    add(found_, std::move(setting));
  }

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  std::size_t depth_ = 0;
  std::vector<std::string> scopes_;
  std::vector<Token> words_;
  FoundSettings found_;
};

}  // namespace

FoundSettings read_apt_file(std::string_view text) { return AptReader(text).read(); }

}  // namespace sallyport
