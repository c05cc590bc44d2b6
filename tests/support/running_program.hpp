#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sallyport {

/// A program that a test started, in a process group of its own and with its output in pipes. Ended when the test is.
class RunningProgram {
 public:
  RunningProgram(const std::vector<std::string>& command, const std::map<std::string, std::string>& variables);
  ~RunningProgram();
  RunningProgram(RunningProgram&& other) noexcept;
  RunningProgram& operator=(RunningProgram&&) = delete;
  RunningProgram(const RunningProgram&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// The exit code as a shell has it; empty when it has not ended within `limit`.
  [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds limit = std::chrono::seconds(20));
  /// Everything written to both streams, up to their end; empty when they stay open for longer than `limit`.
  [[nodiscard]] std::optional<std::string> output(std::chrono::milliseconds limit = std::chrono::seconds(20));
  /// Whether it is stopped, as by Ctrl-Z.
  [[nodiscard]] bool is_stopped() const;

 private:
  pid_t pid_ = -1;
  int output_ = -1;
  std::optional<int> code_;
};

/// Whether a process exists and has not ended.
[[nodiscard]] bool is_alive(pid_t pid);

}  // namespace sallyport
