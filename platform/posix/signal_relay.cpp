#include "platform/posix/signal_relay.hpp"

namespace sallyport {
namespace {

// One kill(2) to a group is seen by both processes at once; what is older was another one.
constexpr std::chrono::milliseconds kSameSending{500};

}  // namespace

sigset_t relayed_signals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  for (const int number :
       {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT}) {
    ::sigaddset(&signals, number);
  }
  return signals;
}

void SignalRelay::supervisor_received(int number, pid_t sender, Time now) {
  std::erase_if(received_, [&](const auto& entry) { return now - entry.second > kSameSending; });
  received_[{number, sender}] = now;
}

bool SignalRelay::client_needs(int number, pid_t sender, bool in_group, Time now) {
  const auto found = received_.find({number, sender});
  const bool group_had_it = found != received_.end() && now - found->second <= kSameSending;
  if (found != received_.end()) received_.erase(found);
  return !(group_had_it && in_group);
}

}  // namespace sallyport
