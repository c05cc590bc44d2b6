#include "relay/authentication_challenge.hpp"

#include <algorithm>
#include <optional>

#include "sallyport/core/ascii.hpp"

namespace sallyport::relay {
namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
/// RFC 9110 §5.6.2.
bool is_tchar(char c) { return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string::npos; }
/// RFC 9110 §11.2.
bool is_token68_char(char c) { return is_alphanumeric(c) || std::string_view("-._~+/").find(c) != std::string::npos; }

class ChallengeReader {
 public:
  explicit ChallengeReader(std::string_view field) : rest_(field) {}

  void read(std::vector<AuthenticationChallenge>& challenges) {
    bool open = false;  // whether a parameter would belong to the last challenge
    for (;;) {
      skip_commas();
      const std::string_view token = take(is_tchar);
      if (token.empty()) return;
      const bool spaced = skip_spaces();
      if (!rest_.empty() && rest_.front() == '=') {
        if (!open || !read_value(token, challenges.back())) return;
      } else {
        challenges.push_back({ascii_lower(token), {}, {}});
        open = !spaced || !read_token68(challenges.back());
        // After a scheme a parameter follows without a comma.
        if (open && spaced && !at_end_of_element()) {
          const std::string_view name = take(is_tchar);
          skip_spaces();
          if (name.empty() || rest_.empty() || rest_.front() != '=' || !read_value(name, challenges.back())) return;
        }
      }
      if (!at_end_of_element()) return;
    }
  }

 private:
  template <typename Predicate>
  std::string_view take(Predicate predicate) {
    const auto end = std::find_if_not(rest_.begin(), rest_.end(), predicate);
    const auto size = static_cast<std::size_t>(end - rest_.begin());
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  bool skip_spaces() {
    return !take([](char c) { return c == ' ' || c == '\t'; }).empty();
  }
  void skip_commas() {
    take([](char c) { return c == ' ' || c == '\t' || c == ','; });
  }
  bool at_end_of_element() {
    skip_spaces();
    return rest_.empty() || rest_.front() == ',';
  }

  /// Leaves everything as it was when what follows is no token68.
  bool read_token68(AuthenticationChallenge& challenge) {
    const std::string_view before = rest_;
    const std::size_t characters = take(is_token68_char).size();
    const std::size_t padding = take([](char c) { return c == '='; }).size();
    if (characters > 0 && at_end_of_element()) {
      challenge.token68 = before.substr(0, characters + padding);
      return true;
    }
    rest_ = before;
    return false;
  }

  /// From the `=` on. False for what is no value.
  bool read_value(std::string_view name, AuthenticationChallenge& challenge) {
    rest_.remove_prefix(1);
    skip_spaces();
    std::optional<std::string> value;
    if (!rest_.empty() && rest_.front() == '"') {
      value = take_quoted();
    } else if (const std::string_view token = take(is_tchar); !token.empty()) {
      value = std::string(token);
    }
    if (!value) return false;
    challenge.parameters.emplace_back(ascii_lower(name), *std::move(value));
    return true;
  }

  /// RFC 9110 §5.6.4. Empty without a closing quote.
  std::optional<std::string> take_quoted() {
    std::string text;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return text;
      }
      if (rest_[i] == '\\' && ++i == rest_.size()) break;
      text += rest_[i];
    }
    return std::nullopt;
  }

  std::string_view rest_;
};

}  // namespace

const std::string* AuthenticationChallenge::find(std::string_view name) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
  return found == parameters.end() ? nullptr : &found->second;
}

std::vector<AuthenticationChallenge> parse_challenges(std::span<const std::string> fields) {
  std::vector<AuthenticationChallenge> challenges;
  for (const std::string& field : fields) {
    const bool unsafe = std::any_of(field.begin(), field.end(), [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
    if (!unsafe) ChallengeReader(field).read(challenges);
  }
  return challenges;
}

}  // namespace sallyport::relay
