#pragma once

#include <signal.h>
#include <sys/types.h>

#include <chrono>
#include <map>
#include <utility>
#include <vector>

namespace sallyport {

/// The signals that the waiter and the supervisor take for the client.
[[nodiscard]] sigset_t relayed_signals();

/// Tells the signals that the client got by itself from those that it must be sent. A signal sent to the process group
/// reaches waiter, supervisor and client alike; one sent to the waiter or to the supervisor alone reaches only that
/// one. The terminal's own always go to the group; the waiter does not pass them on.
class SignalRelay {
 public:
  using Time = std::chrono::steady_clock::time_point;
  /// One kill(2) to a group is seen by both processes at once; what is older was another one.
  static constexpr std::chrono::milliseconds kSameSending{500};

  /// The supervisor itself was sent a signal by `sender`.
  void supervisor_received(int number, pid_t sender, Time now);
  /// The waiter passed on a signal that `sender` sent it: whether the client still needs it. `in_group`: the client is
  /// in the process group of the waiter and the supervisor.
  [[nodiscard]] bool client_needs(int number, pid_t sender, bool in_group, Time now);
  /// The signals that the supervisor was sent and the waiter was not, which is known after kSameSending. Each once.
  [[nodiscard]] std::vector<int> take_unclaimed(Time now);

 private:
  std::map<std::pair<int, pid_t>, Time> received_;
};

}  // namespace sallyport
