#pragma once

#include <sys/types.h>

#include <functional>
#include <string>

namespace sallyport {

/// A forked copy of the test that runs `body` and hands back what it returns; for what must not happen to the test
/// itself, such as giving up root.
class ChildProcess {
 public:
  explicit ChildProcess(const std::function<std::string()>& body);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  /// Waits for its end. What `body` returned; `signal N` when it was killed.
  std::string result();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

/// Becomes a user to whom permissions apply, when this process is root. Call it in a child.
void give_up_root();
/// An own view of the file systems, in which mounting is allowed. False where the system forbids it. Call it in a
/// child.
[[nodiscard]] bool enter_private_mounts();

}  // namespace sallyport
