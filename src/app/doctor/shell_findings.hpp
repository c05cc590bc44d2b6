#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

/// What a word `NAME=VALUE` of the text sets. `line` is the one that the reader has come to.
inline FoundSetting assignment_of(const ShellWord& word, std::string_view text, std::size_t line) {
  const std::string_view name = assigned_name(text.substr(word.begin, word.end - word.begin));
  // The name stands before the `=` in both.
  FoundSetting setting{.name = std::string(name),
                       .value = Secret(std::string_view(word.value).substr(name.size() + 1)),
                       .line = word.line};
  setting.known = word.known;
  setting.alone = word.line == line;
  locate(setting, text, word.begin + name.size() + 1, word.end);
  return setting;
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
  void record(FoundSetting setting) { add(found_, std::move(setting)); }
  void take_back(std::string_view name) {
    for (FoundSetting& each : found_) {
      if (each.name == name) each.in_force = false;
    }
  }
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
