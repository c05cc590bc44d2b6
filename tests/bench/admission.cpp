// What it costs to tell who is at the other end of a connection, in microseconds: median of many.
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "platform/linux/linux_peer_admission.hpp"
#include "support/child_process.hpp"
#include "support/loopback_listener.hpp"

namespace {

using namespace sallyport;

void measure(const char* name, int rounds, bool expected, const std::function<bool()>& admits) {
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    const bool admitted = admits();
    times.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start).count());
    if (admitted != expected) std::printf("  wrong answer: %s\n", name);
  }
  std::ranges::nth_element(times, times.begin() + rounds / 2);
  std::printf("  %8.1f us  %s\n", times[static_cast<std::size_t>(rounds / 2)], name);
}

}  // namespace

int main() {
  constexpr int kOften = 2000;
  constexpr int kSeldom = 50;
  const LoopbackListener listener;
  const ChildProcess client([&]() -> std::string {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const auto socket = listener.connect();
    for (;;) ::pause();
  });
  const auto child = listener.accept();
  const auto own = listener.connect();
  const auto self = listener.accept();
  LinuxPeerAdmission user(Admission::kUser);
  LinuxPeerAdmission tree(Admission::kTree);
  measure("same user, asked of the kernel", kOften, true, [&] { return user.admits(child.peer, child.local); });
  measure("same user, read from /proc/net", kSeldom, true,
          [&] { return find_owner_in_proc(child.peer, child.local).has_value(); });
  measure("own tree, found before", kOften, true, [&] { return tree.admits(child.peer, child.local); });
  measure("own tree, searched for", kSeldom, true,
          [&] { return LinuxPeerAdmission(Admission::kTree).admits(child.peer, child.local); });
  measure("not in the tree, refused", kSeldom, false, [&] { return tree.admits(self.peer, self.local); });
}
