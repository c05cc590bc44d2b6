#pragma once

#include <sys/types.h>
#include <string>

namespace sallyport {

/// A control group (cgroups(7), version 2) of its own below this process's; none where none can be made.
class ScopedGroup {
 public:
  ScopedGroup();
  /// Waits for those in it to leave.
  ~ScopedGroup();
  ScopedGroup(const ScopedGroup&) = delete;
  ScopedGroup& operator=(const ScopedGroup&) = delete;

  explicit operator bool() const { return !directory_.empty(); }
  [[nodiscard]] const std::string& directory() const { return directory_; }
  [[nodiscard]] bool take(pid_t process) const;

 private:
  std::string directory_;
};

}  // namespace sallyport
