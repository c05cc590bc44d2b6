#include "platform/common/window_call.hpp"

#include <algorithm>
#include <thread>

namespace sallyport {
namespace {

constexpr std::chrono::milliseconds kPause{10};

}  // namespace

SingleWindow::Words words_of(const std::string& message) {
  SingleWindow::Words words;
  for (std::size_t begin = 0; begin < message.size();) {
    const std::size_t end = std::min(message.find('\0', begin), message.size());
    words.push_back(message.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

bool hand_over_words(const SingleWindow::Words& words, const std::function<bool()>& become_first,
                     const std::function<WindowAnswer(const std::string& message)>& call) {
  std::string message;
  for (const std::string& word : words) message += word + '\0';
  message.resize(std::min(message.size(), kLongestWindowCall));
  const auto end = std::chrono::steady_clock::now() + SingleWindow::kPatience;
  do {
    if (become_first()) return false;
    switch (call(message)) {
      case WindowAnswer::kTaken:
        return true;
      case WindowAnswer::kSilence:
        return false;
      case WindowAnswer::kNobody:
        std::this_thread::sleep_for(kPause);
    }
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

}  // namespace sallyport
