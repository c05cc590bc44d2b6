#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/configuration_text.hpp"

namespace sallyport {
namespace {

/// Without the backslashes before quotes and slashes; empty for one that escapes something else.
std::optional<Secret> string_value(std::string_view raw) {
  std::string value;
  value.reserve(raw.size());
  bool known = true;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool escapes = raw[i] == '\\' && ++i < raw.size();
    known = known && (!escapes || std::string_view("\"\\/").find(raw[i]) != std::string_view::npos);
    if (i < raw.size()) value += raw[i];
  }
  std::optional<Secret> secret;
  if (known) secret.emplace(value);
  wipe_memory(value.data(), value.size());
  return secret;
}

class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  FoundSettings read() {
    while (position_ < text_.size()) step();
    return std::move(found_);
  }

 private:
  /// Deeper values are passed over.
  static constexpr std::size_t kDeepest = 64;

  struct Level {
    bool is_object = false;
    std::string key;  ///< of the value that comes next
    bool has_key = false;
  };

  void step() {
    const char c = text_[position_];
    const std::string_view rest = text_.substr(position_);
    if (c == '\n') {
      ++line_;
      line_begin_ = ++position_;
    } else if (rest.starts_with("//")) {
      position_ += std::min(rest.find('\n'), rest.size());
    } else if (rest.starts_with("/*")) {
      const auto length = std::min(rest.find("*/", 2), rest.size() - 2) + 2;
      line_ +=
          static_cast<std::size_t>(std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
      const auto newline = rest.substr(0, length).rfind('\n');
      if (newline != std::string_view::npos) line_begin_ = position_ + newline + 1;
      position_ += length;
    } else if (c == '"') {
      take_string();
    } else {
      ++position_;
      if (c == '{' || c == '[') open(c == '{');
      if (c == '}' || c == ']') close();
      if (c == ',' && depth_ == levels_.size() && !levels_.empty()) levels_.back().has_key = false;
    }
  }

  void open(bool is_object) {
    ++depth_;
    if (depth_ <= kDeepest) levels_.push_back({is_object, {}, false});
  }
  void close() {
    if (depth_ == levels_.size() && !levels_.empty()) levels_.pop_back();
    if (depth_ > 0) --depth_;
  }

  /// From one quote past the other; a line end ends a string that has none.
  void take_string() {
    const auto begin = position_++;
    bool has_escapes = false;
    while (position_ < text_.size() && text_[position_] != '"' && text_[position_] != '\n') {
      has_escapes = has_escapes || text_[position_] == '\\';
      position_ += text_[position_] == '\\' && position_ + 1 < text_.size() && text_[position_ + 1] != '\n' ? 2 : 1;
    }
    const auto end = std::min(position_, text_.size());
    const bool is_closed = end < text_.size() && text_[end] == '"';
    position_ = is_closed ? end + 1 : end;
    if (!is_closed || depth_ != levels_.size() || levels_.empty()) return;
    Level& level = levels_.back();
    if (level.is_object && !level.has_key) {
      level.key = std::string(text_.substr(begin + 1, std::min(end - begin - 1, kLongestKey)));
      level.has_key = true;
      key_begin_ = begin;
      return;
    }
    take_value(begin, end, has_escapes);
  }

  void take_value(std::size_t begin, std::size_t end, bool has_escapes) {
    std::string name;
    for (const Level& level : levels_) {
      if (!level.is_object) continue;
      if (!name.empty()) name += '.';
      name += level.key;
    }
    if (!concerns_proxy(name)) return;
    const std::string_view raw = text_.substr(begin + 1, end - begin - 1);
    auto value = string_value(raw);
    const bool known = value.has_value();
    FoundSetting setting{.name = std::move(name), .value = known ? *std::move(value) : Secret(raw), .line = line_};
    setting.known = known;
    setting.begin = begin + 1;
    setting.end = end;
    setting.plain = !has_escapes;
    setting.alone = fills_line(end);
    add(found_, std::move(setting));
  }

  /// Whether the line has but the key, the value and a comma.
  [[nodiscard]] bool fills_line(std::size_t value_end) const {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    const std::string_view before = text_.substr(line_begin_, key_begin_ - std::min(line_begin_, key_begin_));
    if (key_begin_ < line_begin_ || !std::all_of(before.begin(), before.end(), is_blank)) return false;
    std::size_t behind = value_end + 1;
    while (behind < text_.size() && (is_blank(text_[behind]) || text_[behind] == ',')) ++behind;
    return behind >= text_.size() || text_[behind] == '\n';
  }

  static constexpr std::size_t kLongestKey = 100;

  std::string_view text_;
  std::size_t position_ = 0;
  std::size_t line_ = 1;
  std::size_t line_begin_ = 0;
  std::size_t depth_ = 0;
  std::size_t key_begin_ = 0;
  std::vector<Level> levels_;
  FoundSettings found_;
};

}  // namespace

FoundSettings read_json_file(std::string_view text) { return JsonReader(text).read(); }

}  // namespace sallyport
