#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sallyport {

/// A program on a terminal of its own, at which a test types. Ended when the test is.
class Terminal {
 public:
  Terminal(const std::vector<std::string>& command, const std::map<std::string, std::string>& variables);
  ~Terminal();
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;

  void type(const std::string& keys);
  /// Whether `text` appears after what earlier calls have found.
  [[nodiscard]] bool shows(const std::string& text, std::chrono::milliseconds limit = std::chrono::seconds(10));
  /// The exit code as a shell has it; empty when it has not ended within `limit`.
  [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds limit = std::chrono::seconds(10));
  /// All that was shown so far and not found yet, for messages.
  [[nodiscard]] const std::string& screen() const { return screen_; }

 private:
  void read_what_is_there();

  pid_t pid_ = -1;
  int master_ = -1;
  std::string screen_;
  std::optional<int> code_;
};

}  // namespace sallyport
