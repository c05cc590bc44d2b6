#include "platform/posix/signal_relay.hpp"

namespace sallyport {
sigset_t relayed_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number :
       {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGWINCH, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT}) {
    sigaddset(&signals, number);
  }
  return signals;
}

void SignalRelay::supervisor_received(int number, pid_t sender, Time now) { received_[{number, sender}] = now; }

bool SignalRelay::client_needs(int number, pid_t sender, bool in_group, Time now) {
  const auto found = received_.find({number, sender});
  const bool group_had_it = found != received_.end() && now - found->second <= kSameSending;
  if (found != received_.end()) received_.erase(found);
  return !(group_had_it && in_group);
}

std::vector<int> SignalRelay::take_unclaimed(Time now) {
  std::vector<int> numbers;
  std::erase_if(received_, [&](const auto& entry) {
    if (now - entry.second < kSameSending) return false;
    numbers.push_back(entry.first.first);
    return true;
  });
  return numbers;
}

}  // namespace sallyport
