#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "platform/single_window.hpp"

namespace sallyport {

// What the two ends of a SingleWindow say to each other, over whatever a system connects them with: the caller sends
// its words as one message, and hears kWordsTaken or that the connection ends.

inline constexpr std::size_t kLongestWindowCall = std::size_t{16} * 1024;
inline constexpr char kWordsTaken = '1';
inline constexpr std::chrono::seconds kWordsTime{1};  ///< a caller that is slower is dropped

[[nodiscard]] SingleWindow::Words words_of(const std::string& message);

enum class WindowAnswer {
  kTaken,
  kNobody,   ///< the other is about to listen, or to end
  kSilence,  ///< it does not answer, or is somebody else's
};

/// SingleWindow::hand_over. `become_first` is tried before each `call`.
[[nodiscard]] bool hand_over_words(const SingleWindow::Words& words, const std::function<bool()>& become_first,
                                   const std::function<WindowAnswer(const std::string& message)>& call);

}  // namespace sallyport
