#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sallyport {

/// A program that a test started. Ended when the test is.
class StartedProgram {
 public:
  StartedProgram(const StartedProgram&) = delete;
  StartedProgram& operator=(const StartedProgram&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// The exit code as a shell has it; empty when it has not ended within `limit`.
  [[nodiscard]] std::optional<int> wait(std::chrono::milliseconds limit = std::chrono::seconds(20));
  /// What waitpid(2) told when it ended.
  [[nodiscard]] int status() const { return status_.value_or(0); }
  /// Whether it is stopped, as by Ctrl-Z.
  [[nodiscard]] bool is_stopped() const;

 protected:
  StartedProgram() = default;
  StartedProgram(StartedProgram&& other) noexcept;
  virtual ~StartedProgram() { end(); }

  /// What a fork does: becomes `command`, with `variables` besides the inherited ones.
  [[noreturn]] static void become(const std::vector<std::string>& command,
                                  const std::map<std::string, std::string>& variables);
  /// Called again and again while its end is awaited.
  virtual void listen() {}
  void end();

  pid_t pid_ = -1;

 private:
  std::optional<int> status_;
};

/// Whether a process exists and has not ended.
[[nodiscard]] bool is_alive(pid_t pid);

}  // namespace sallyport
