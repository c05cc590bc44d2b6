#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "app/doctor/found_setting.hpp"

namespace sallyport {

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
    if (found_.size() == kMostFound) return;
    const bool is_known = std::any_of(found_.begin(), found_.end(), [&](const FoundSetting& each) {
      return each.name == setting.name && each.begin == setting.begin && each.end == setting.end;
    });
    if (!is_known) found_.push_back(std::move(setting));
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
