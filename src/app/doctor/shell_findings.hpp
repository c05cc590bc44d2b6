#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/doctor/configuration_text.hpp"
#include "app/doctor/found_setting.hpp"
#include "app/doctor/shell_text.hpp"

namespace sallyport {

using ShellWords = std::vector<ShellWord>;
/// Of one command; the rest of a longer one is passed over.
inline constexpr std::size_t kMostShellWords = 1000;

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// As `locate` does, for a value that `word` has from `begin` on.
inline void locate_in(FoundSetting& setting, const ShellWord& word, std::string_view text, std::size_t begin) {
  if (word.default_end != 0) locate(setting, text, word.default_begin, word.default_end);
  if (word.default_end != 0 && setting.plain) return;
  // `$'…'` has its quotes behind the sign.
  const std::string_view raw = text.substr(begin, word.end - begin);
  if (raw.starts_with("$'") || raw.starts_with("$\"")) ++begin;
  locate(setting, text, begin, word.end);
}

/// What a word `NAME=VALUE` of the text sets. `line` is the one that the reader has come to.
inline FoundSetting assignment_of(const ShellWord& word, std::string_view text, std::size_t line) {
  const std::string_view name = assigned_name(text.substr(word.begin, word.end - word.begin));
  // The name stands before the `=` in both.
  FoundSetting setting{.name = std::string(name),
                       .value = Secret(std::string_view(word.value).substr(name.size() + 1)),
                       .line = word.line};
  setting.known = word.known;
  setting.alone = word.line == line;
  locate_in(setting, word, text, word.begin + name.size() + 1);
  return setting;
}

/// What the text of an alias sets, which `word` has in its value behind `prefix`. None of it is in force.
inline FoundSettings settings_of_alias(const ShellWord& word, std::size_t prefix, std::string_view text,
                                       FoundSettings (*read)(std::string_view)) {
  const std::string_view value = word.value;
  const std::string_view raw = text.substr(word.begin, word.end - word.begin);
  const std::string_view inside = unquoted(raw.substr(std::min(prefix, raw.size())));
  // What is unknown is one of its words, and a default has its place where it stands.
  const std::string_view body = word.known && word.default_end == 0 ? value.substr(prefix) : inside;
  const bool plain = body == inside && raw.substr(0, prefix) == value.substr(0, prefix);
  FoundSettings found = read(body);
  for (FoundSetting& each : found) {
    each.in_force = false;
    each.alone = false;
    if (plain) {
      const auto offset = static_cast<std::size_t>(inside.data() - text.data());
      each.begin += offset;
      each.end += offset;
      each.line += word.line - 1;
    } else {
      each.begin = word.begin;
      each.end = word.end;
      each.line = word.line;
      each.plain = false;
    }
  }
  return found;
}

/// What a reader of a shell's file has found so far, and which of it stands alone on its line.
class ShellFindings {
 public:
  /// The current line holds something else.
  void spoil_line() { spoiled_ = true; }
  /// `joined`: the next line goes on with a command of this one.
  void end_line(bool joined) {
    for (std::size_t i = first_of_line_; i < found_.size(); ++i) found_[i].alone = found_[i].alone && !spoiled_;
    first_of_line_ = found_.size();
    spoiled_ = joined;
  }
  /// A word or a command goes on over a line end, so that neither line stands alone.
  void join_lines() {
    spoil_line();
    end_line(true);
  }
  /// Unless it was read there before.
  void record(FoundSetting setting) {
    const bool is_known = std::any_of(found_.begin(), found_.end(), [&](const FoundSetting& each) {
      return each.name == setting.name && each.begin == setting.begin && each.end == setting.end;
    });
    if (!is_known) add(found_, std::move(setting));
  }
  void record(FoundSettings settings) {
    for (FoundSetting& each : settings) record(std::move(each));
  }
  /// Gives the place of the one that was in force, kMostFound when there was none.
  std::size_t take_back(std::string_view name) {
    std::size_t last = kMostFound;
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (found_[i].name == name && std::exchange(found_[i].in_force, false)) last = i;
    }
    return last;
  }
  void put_back(std::size_t place) {
    if (place < found_.size()) found_[place].in_force = true;
  }
  [[nodiscard]] std::size_t size() const { return found_.size(); }
  FoundSettings take() {
    end_line(false);
    return std::move(found_);
  }

 private:
  FoundSettings found_;
  std::size_t first_of_line_ = 0;
  bool spoiled_ = false;
};

}  // namespace sallyport
