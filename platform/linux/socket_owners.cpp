#include "platform/linux/socket_owners.hpp"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "platform/linux/proc_file.hpp"

namespace sallyport {

SocketOwners::SocketOwners() : kernel_(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG)) {}

std::optional<SocketOwner> SocketOwners::find(const SocketAddress& near, const SocketAddress& far) {
  if (kernel_) {
    const auto answer = ask(near, far);
    if (answer.kind == OwnerAnswer::Kind::kFound) {
      has_found_ = true;
      return answer.owner;
    }
    if (answer.kind == OwnerAnswer::Kind::kRefused) kernel_.reset();
    // A kernel without its module for such questions says the same as one that has no such socket.
    if (answer.kind == OwnerAnswer::Kind::kNone && has_found_) return std::nullopt;
  }
  return find_owner_in_proc(near, far);
}

OwnerAnswer SocketOwners::ask(const SocketAddress& near, const SocketAddress& far) {
  const OwnerAnswer unanswered{OwnerAnswer::Kind::kRefused, {}};
  const auto question = owner_question(near, far, ++sequence_);
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  if (::sendto(kernel_.get(), question.data(), question.size(), 0, reinterpret_cast<const sockaddr*>(&kernel),
               sizeof(kernel)) != static_cast<ssize_t>(question.size())) {
    return unanswered;
  }
  for (;;) {
    std::array<std::byte, 4096> buffer{};
    sockaddr_nl sender{};
    socklen_t size = sizeof(sender);
    // The answer was made while the question was sent.
    const ssize_t count = ::recvfrom(kernel_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT,
                                     reinterpret_cast<sockaddr*>(&sender), &size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return unanswered;
    if (size != sizeof(sender) || sender.nl_pid != 0) continue;
    const auto answer =
        parse_owner_answer(std::span(buffer).first(static_cast<std::size_t>(count)), near, far, sequence_);
    if (answer.kind != OwnerAnswer::Kind::kUnrelated) return answer;
  }
}

std::optional<SocketOwner> find_owner_in_proc(const SocketAddress& near, const SocketAddress& far) {
  // A socket of IPv6 may carry IPv4.
  for (const char* table : {"/proc/thread-self/net/tcp", "/proc/thread-self/net/tcp6"}) {
    const auto text = read_proc_file(table);
    if (!text) continue;
    if (const auto owner = find_owner(*text, near, far)) return owner;
  }
  return std::nullopt;
}

}  // namespace sallyport
