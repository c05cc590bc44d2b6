#include <fmt/format.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>

#include "platform/linux/linux_peer_admission.hpp"
#include "platform/memory_privacy.hpp"
#include "support/child_process.hpp"
#include "support/loopback_listener.hpp"
#include "support/scoped_group.hpp"

namespace sallyport {
namespace {

using Client = LoopbackListener::Client;

/// Connects and goes on; for a process of its own. `before` happens first.
ChildProcess connecting(
    const LoopbackListener& listener, const std::function<void()>& before = [] {}) {
  return ChildProcess([&listener, before]() -> std::string {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    before();
    const auto socket = listener.connect();
    for (;;) ::pause();
  });
}

bool admits(PeerAdmission& admission, const LoopbackListener::Accepted& accepted) {
  return admission.admits(accepted.peer, accepted.local);
}

std::string word(bool admitted) { return admitted ? "admitted" : "refused"; }

class PeerAdmissionContract : public testing::TestWithParam<Client> {
 protected:
  LoopbackListener listener_{GetParam()};
  LinuxPeerAdmission admission_{Admission::kUser};
};

TEST_P(PeerAdmissionContract, AdmitsAProcessOfTheSameUser) {
  const auto own = listener_.connect();
  EXPECT_TRUE(admits(admission_, listener_.accept()));
  const auto child = connecting(listener_);
  EXPECT_TRUE(admits(admission_, listener_.accept()));
}

TEST_P(PeerAdmissionContract, AdmitsAPeerThatHasSentAllItWillSend) {
  const auto own = listener_.connect();
  ::shutdown(own.get(), SHUT_WR);
  EXPECT_TRUE(admits(admission_, listener_.accept()));
}

TEST_P(PeerAdmissionContract, RefusesAPeerThatHasClosed) {
  auto own = listener_.connect();
  const auto accepted = listener_.accept();
  EXPECT_TRUE(admits(admission_, accepted));
  own.reset();
  EXPECT_FALSE(admits(admission_, accepted));
}

TEST_P(PeerAdmissionContract, RefusesAPeerThatHasReset) {
  auto own = listener_.connect();
  const auto accepted = listener_.accept();
  const linger at_once{1, 0};
  ::setsockopt(own.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  own.reset();
  EXPECT_FALSE(admits(admission_, accepted));
}

TEST_P(PeerAdmissionContract, RefusesAConnectionThatIsTurnedAround) {
  const auto own = listener_.connect();
  const auto accepted = listener_.accept();
  EXPECT_FALSE(admission_.admits({accepted.peer.address, 1}, accepted.local));
}

TEST_P(PeerAdmissionContract, RefusesAnotherUsersProcess) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can become another user.";
  const auto other = connecting(listener_, give_up_root);
  EXPECT_FALSE(admits(admission_, listener_.accept()));
}

TEST_P(PeerAdmissionContract, RefusesRootsProcessForAnOrdinaryUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can connect as root.";
  const auto own = listener_.connect();
  ChildProcess user([&] {
    give_up_root();
    LinuxPeerAdmission admission(Admission::kUser);
    return word(admits(admission, listener_.accept()));
  });
  EXPECT_EQ(user.result(), "refused");
}

TEST_P(PeerAdmissionContract, RefusesWhatAnotherUserLeftBehind) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can become another user.";
  ChildProcess other([&] {
    give_up_root();
    const auto socket = listener_.connect();
    return std::string(::send(socket.get(), "x", 1, MSG_NOSIGNAL) == 1 ? "sent" : "failed");
  });
  EXPECT_EQ(other.result(), "sent");
  EXPECT_FALSE(admits(admission_, listener_.accept()));
}

TEST_P(PeerAdmissionContract, FindsTheSameSocketWhereTheKernelTakesNoQuestions) {
  auto own = listener_.connect();
  const auto accepted = listener_.accept();
  struct stat status {};
  ASSERT_EQ(::fstat(own.get(), &status), 0);
  const auto asked = SocketOwners().find(accepted.peer, accepted.local);
  const auto read = find_owner_in_proc(accepted.peer, accepted.local);
  ASSERT_TRUE(asked.has_value());
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(asked->inode, status.st_ino);
  EXPECT_EQ(read->inode, status.st_ino);
  EXPECT_EQ(read->user, ::geteuid());
  own.reset();
  EXPECT_FALSE(find_owner_in_proc(accepted.peer, accepted.local).has_value());
}

/// From now on this process is like one on a system that has no netlink sockets. False where that cannot be had.
bool lose_netlink() {
  std::array<sock_filter, 6> program = {{
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  }};
  const sock_fprog filter{program.size(), program.data()};
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0 &&
         ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, 0) < 0;
}

TEST_P(PeerAdmissionContract, AdmitsTheSameWhereThereAreNoNetlinkSockets) {
  const auto outside = connecting(listener_);
  const auto accepted = listener_.accept();
  ChildProcess child([&]() -> std::string {
    if (!lose_netlink()) return "no filter";
    LinuxPeerAdmission user(Admission::kUser);
    LinuxPeerAdmission tree(Admission::kTree);
    const auto inside = connecting(listener_);
    const auto from_inside = listener_.accept();
    return fmt::format("user: {} {}, {}: {} {}", word(admits(user, accepted)), word(admits(user, from_inside)),
                       tree.method().substr(0, 4), word(admits(tree, accepted)), word(admits(tree, from_inside)));
  });
  const auto result = child.result();
  if (result == "no filter") GTEST_SKIP() << "The system takes no seccomp filter here.";
  EXPECT_EQ(result, "user: admitted admitted, tree: refused admitted");
}

TEST_P(PeerAdmissionContract, RefusesAnotherUserWhereThereAreNoNetlinkSockets) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can become another user.";
  const auto other = connecting(listener_, give_up_root);
  const auto accepted = listener_.accept();
  ChildProcess child([&]() -> std::string {
    if (!lose_netlink()) return "no filter";
    LinuxPeerAdmission admission(Admission::kUser);
    return word(admits(admission, accepted));
  });
  const auto result = child.result();
  if (result == "no filter") GTEST_SKIP() << "The system takes no seccomp filter here.";
  EXPECT_EQ(result, "refused");
}

std::string family_name(const testing::TestParamInfo<Client>& test) {
  switch (test.param) {
    case Client::kV4:
      return "V4";
    case Client::kV6:
      return "V6";
    case Client::kV4InV6:
      break;
  }
  return "V4InV6";
}

INSTANTIATE_TEST_SUITE_P(Families, PeerAdmissionContract, testing::Values(Client::kV4, Client::kV6, Client::kV4InV6),
                         family_name);

TEST(PeerAdmissionMethod, IsTheUserByDefault) { EXPECT_EQ(LinuxPeerAdmission(Admission::kUser).method(), "user"); }

/// In a user namespace that `map` describes; empty: that has no users. Nothing where the system forbids it.
std::optional<std::string> in_user_namespace(const std::string& map, const std::function<std::string()>& body) {
  ChildProcess child([&]() -> std::string {
    if (::unshare(CLONE_NEWUSER) != 0) return "forbidden";
    if (!map.empty()) {
      std::ofstream("/proc/self/setgroups") << "deny";
      if (!(std::ofstream("/proc/self/uid_map") << map << std::flush)) return "forbidden";
    }
    return body();
  });
  auto result = child.result();
  return result == "forbidden" ? std::nullopt : std::optional(std::move(result));
}

TEST(PeerAdmissionInAUserNamespace, AdmitsNobodyWhenThisUserHasNoNumberThere) {
  const LoopbackListener listener;
  const auto own = listener.connect();
  const auto result = in_user_namespace("", [&] {
    LinuxPeerAdmission admission(Admission::kUser);
    return word(admits(admission, listener.accept()));
  });
  if (!result) GTEST_SKIP() << "The system forbids user namespaces.";
  EXPECT_EQ(*result, "refused");
}

TEST(PeerAdmissionInAUserNamespace, TellsRootThereFromRootOutside) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can become another user.";
  const LoopbackListener listener;
  const auto outside = listener.connect();
  ChildProcess user([&]() -> std::string {
    give_up_root();
    ::prctl(PR_SET_DUMPABLE, 1);
    return in_user_namespace("0 65534 1",
                             [&] {
                               LinuxPeerAdmission admission(Admission::kUser);
                               auto result =
                                   fmt::format("{} {}", ::geteuid(), word(admits(admission, listener.accept())));
                               const auto own = listener.connect();
                               return result + " " + word(admits(admission, listener.accept()));
                             })
        .value_or("forbidden");
  });
  const auto result = user.result();
  if (result == "forbidden") GTEST_SKIP() << "The system forbids user namespaces.";
  EXPECT_EQ(result, "0 refused admitted");
}

/// The test is the supervisor.
class PeerAdmissionOfTheTree : public testing::Test {
 protected:
  LoopbackListener listener_;
  LinuxPeerAdmission admission_{Admission::kTree};
};

TEST_F(PeerAdmissionOfTheTree, NamesItsMethod) { EXPECT_EQ(admission_.method(), "tree (descriptors)"); }

TEST_F(PeerAdmissionOfTheTree, AdmitsAChildAndAGrandchild) {
  const auto child = connecting(listener_);
  EXPECT_TRUE(admits(admission_, listener_.accept()));
  const ChildProcess parent([&]() -> std::string {
    const auto grandchild = connecting(listener_);
    for (;;) ::pause();
  });
  EXPECT_TRUE(admits(admission_, listener_.accept()));
}

TEST_F(PeerAdmissionOfTheTree, AdmitsAnOrphanOfItsTree) {
  ChildProcess supervisor([&]() -> std::string {
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const pid_t wrapper = ::fork();
    if (wrapper == 0) {
      if (::fork() != 0) ::_exit(0);
      ::prctl(PR_SET_PDEATHSIG, 0);
      const auto socket = listener_.connect();
      char end = 0;
      ::recv(socket.get(), &end, 1, 0);
      ::_exit(0);
    }
    ::waitpid(wrapper, nullptr, 0);
    LinuxPeerAdmission admission(Admission::kTree);
    return word(admits(admission, listener_.accept()));
  });
  EXPECT_EQ(supervisor.result(), "admitted");
}

TEST_F(PeerAdmissionOfTheTree, RefusesAProcessOfTheSameUserOutside) {
  const auto outside = connecting(listener_);
  ChildProcess supervisor([&] {
    LinuxPeerAdmission admission(Admission::kTree);
    return word(admits(admission, listener_.accept()));
  });
  EXPECT_EQ(supervisor.result(), "refused");
}

TEST_F(PeerAdmissionOfTheTree, RefusesItself) {
  const auto own = listener_.connect();
  EXPECT_FALSE(admits(admission_, listener_.accept()));
}

TEST_F(PeerAdmissionOfTheTree, RefusesAnotherUsersDescendant) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can become another user.";
  const auto child = connecting(listener_, give_up_root);
  EXPECT_FALSE(admits(admission_, listener_.accept()));
}

TEST_F(PeerAdmissionOfTheTree, TellsManyConnectionsOfSeveralProcessesApart) {
  constexpr int kEach = 20;
  const auto connecting_often = [&] {
    return ChildProcess([&]() -> std::string {
      ::prctl(PR_SET_PDEATHSIG, SIGKILL);
      std::vector<FileDescriptor> sockets;
      for (int count = 0; count < kEach; ++count) sockets.push_back(listener_.connect());
      for (;;) ::pause();
    });
  };
  const auto first = connecting_often();
  const auto second = connecting_often();
  for (int count = 0; count < 2 * kEach; ++count) EXPECT_TRUE(admits(admission_, listener_.accept())) << count;
  const auto own = listener_.connect();
  EXPECT_FALSE(admits(admission_, listener_.accept()));
}

TEST_F(PeerAdmissionOfTheTree, WorksForASupervisorThatHidesItsMemoryAndRefusesAClientThatDoes) {
  ChildProcess supervisor([&]() -> std::string {
    give_up_root();
    ::prctl(PR_SET_DUMPABLE, 1);
    const auto open = connecting(listener_);
    const auto from_open = listener_.accept();
    const auto hidden = connecting(listener_, hide_memory);
    const auto from_hidden = listener_.accept();
    hide_memory();
    LinuxPeerAdmission admission(Admission::kTree);
    return word(admits(admission, from_open)) + " " + word(admits(admission, from_hidden));
  });
  EXPECT_EQ(supervisor.result(), "admitted refused");
}

TEST_F(PeerAdmissionOfTheTree, KnowsItsProcessesByTheirControlGroup) {
  const ScopedGroup group;
  if (!group) GTEST_SKIP() << "No control group can be made here: that needs root, or a delegated one.";
  const auto outside = connecting(listener_);
  const auto from_outside = listener_.accept();
  ChildProcess supervisor([&]() -> std::string {
    if (!group.take(::getpid())) return "not moved";
    LinuxPeerAdmission admission(Admission::kTree);
    const auto child = connecting(listener_);
    const bool inside = admits(admission, listener_.accept());
    return fmt::format("{}: {} {}", admission.method(), word(inside), word(admits(admission, from_outside)));
  });
  EXPECT_EQ(supervisor.result(), "tree (cgroup): admitted refused");
}

TEST_F(PeerAdmissionOfTheTree, AdmitsADescendantThatWasMovedToAnotherGroup) {
  const ScopedGroup group;
  if (!group) GTEST_SKIP() << "No control group can be made here: that needs root, or a delegated one.";
  ChildProcess supervisor([&]() -> std::string {
    const auto child = connecting(listener_);
    const auto accepted = listener_.accept();
    if (!group.take(::getpid())) return "not moved";
    LinuxPeerAdmission admission(Admission::kTree);
    return fmt::format("{}: {}", admission.method(), word(admits(admission, accepted)));
  });
  EXPECT_EQ(supervisor.result(), "tree (cgroup): admitted");
}

TEST_F(PeerAdmissionOfTheTree, DoesNotGoByAControlGroupThatOthersAreIn) {
  const ScopedGroup group;
  if (!group) GTEST_SKIP() << "No control group can be made here: that needs root, or a delegated one.";
  const auto stranger = connecting(listener_, [&] { static_cast<void>(group.take(::getpid())); });
  const auto from_stranger = listener_.accept();
  const auto supervise = [&](ProcessId companion) {
    ChildProcess supervisor([&]() -> std::string {
      if (!group.take(::getpid())) return "not moved";
      LinuxPeerAdmission admission(Admission::kTree, companion);
      return fmt::format("{}: {}", admission.method(), word(admits(admission, from_stranger)));
    });
    return supervisor.result();
  };
  EXPECT_EQ(supervise(0), "tree (descriptors): refused");
  EXPECT_EQ(supervise(stranger.pid()).substr(0, 13), "tree (cgroup)");
}

}  // namespace
}  // namespace sallyport
