#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "app/doctor/found_setting.hpp"
#include "app/doctor/shell_findings.hpp"
#include "app/doctor/shell_text.hpp"

namespace sallyport {

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Goes through the text of a start file command by command. What a word and a command are says a kind of shell, which
/// derives from it.
class StartFileReader {
 public:
  virtual ~StartFileReader() = default;
  StartFileReader(const StartFileReader&) = delete;
  StartFileReader& operator=(const StartFileReader&) = delete;

  [[nodiscard]] FoundSettings read();

 protected:
  using Words = std::vector<ShellWord>;
  /// Of one command; the rest of a longer one is passed over.
  static constexpr std::size_t kMostWords = 1000;

  /// `word_ends`: what ends a word, beside the end of its line.
  StartFileReader(std::string_view text, std::string_view word_ends) : text_(text), word_ends_(word_ends) {}

  /// Reads what `c` begins, at least that: anything but a comment, a `;` and the end of a line.
  virtual void read_on(char c) = 0;
  /// Behind the end of a line, and of a command.
  virtual void end_line() = 0;
  /// A part of a word, at least one character.
  virtual void read_piece(ShellWord& word) = 0;
  /// Of a command that is read to its end, which may be empty.
  virtual void take_command(const Words& words) = 0;

  ShellWord read_word();
  void add_word(ShellWord word) {
    if (words_.size() < kMostWords) words_.push_back(std::move(word));
  }
  void finish_command();

  /// As it stands in the text.
  [[nodiscard]] std::string_view raw(const ShellWord& word) const {
    return text_.text().substr(word.begin, word.end - word.begin);
  }
  /// Sets the variable of `NAME=VALUE`, where that is in force; the setting if it concerns a proxy.
  std::optional<FoundSetting> take_assignment(const ShellWord& word, bool in_force);
  /// What the text of an alias sets, which `word` has in its value behind `prefix`. None of it is in force.
  void take_alias(const ShellWord& word, std::size_t prefix, FoundSettings (*read_text)(std::string_view));
  /// As `locate` does, for a value that `word` has from `begin` on.
  void locate_in(FoundSetting& setting, const ShellWord& word, std::size_t begin) const;

  ShellText text_;
  ShellVariables variables_;
  ShellFindings findings_;
  Words words_;  ///< of the command that is being read

 private:
  std::string_view word_ends_;
};

}  // namespace sallyport
