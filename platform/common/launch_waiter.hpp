#pragma once

#include <optional>

#include "platform/common/launch_note.hpp"
#include "platform/supervised_launch.hpp"

namespace sallyport {

/// What the process that the shell waits for makes of its supervisor's notes.
class LaunchWaiter {
 public:
  /// `detach`: its work is done once the client runs. `listener` outlives it.
  LaunchWaiter(bool detach, const LaunchListener& listener) : detach_(detach), listener_(listener) {}

  /// The exit code, once there is one.
  [[nodiscard]] std::optional<int> hear(const LaunchNote& note);
  /// The supervisor went without a last note.
  [[nodiscard]] int lost_supervisor();

  /// A client may exist.
  [[nodiscard]] bool prepared() const { return prepared_; }
  /// Its process; 0 before it runs.
  [[nodiscard]] int client() const { return client_; }

 private:
  int fail(const Error& error);

  bool detach_;
  const LaunchListener& listener_;
  bool prepared_ = false;
  int client_ = 0;
};

}  // namespace sallyport
