#include "platform/posix/single_window.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <thread>

#include "platform/posix/local_socket.hpp"
#include "platform/posix/same_user.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kLongestCall = std::size_t{16} * 1024;
constexpr std::chrono::milliseconds kPause{10};
constexpr char kTaken = '1';

std::optional<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return std::nullopt;
  std::ranges::copy(path, std::begin(address.sun_path));
  return address;
}

void limit_waiting(int socket, std::chrono::seconds limit) {
  const timeval time{.tv_sec = limit.count(), .tv_usec = 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof(time));
  ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof(time));
}

/// What the other end sends until it shuts down; empty when it does not in time, or sends too much.
std::string read_to_end(int socket) {
  std::string text(kLongestCall, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::recv(socket, &text[size], text.size() - size, 0);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return {};
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
  }
  text.resize(size);
  return text;
}

}  // namespace

SingleWindow::SingleWindow(const std::string& directory, std::string_view purpose)
    : path_(fmt::format("{}/window-{:016x}", directory, std::hash<std::string_view>{}(purpose))) {}

SingleWindow::~SingleWindow() {
  // While the lock is held: the name is this window's.
  if (listener_) ::unlink(path_.c_str());
}

bool SingleWindow::hand_over(const Words& words) {
  std::string message;
  for (const std::string& word : words) message += word + '\0';
  message.resize(std::min(message.size(), kLongestCall));
  const auto end = std::chrono::steady_clock::now() + kPatience;
  do {
    if (become_first()) return false;
    switch (call(message)) {
      case Answer::kTaken:
        return true;
      case Answer::kSilence:
        return false;
      case Answer::kNobody:  // it is about to listen, or to end
        std::this_thread::sleep_for(kPause);
    }
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

bool SingleWindow::become_first() {
  FileDescriptor lock(::open((path_ + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  // Without a lock or a name for the socket there is nothing to be found by.
  if (!lock) return true;
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) return false;
  lock_ = std::move(lock);
  const auto address = address_of(path_);
  FileDescriptor listener = open_local_socket(Waiting::kNever);
  if (!address || !listener) return true;
  ::unlink(path_.c_str());
  ::fchmod(listener.get(), 0600);
  if (::bind(listener.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)) == 0 &&
      ::listen(listener.get(), SOMAXCONN) == 0)
    listener_ = std::move(listener);
  return true;
}

SingleWindow::Answer SingleWindow::call(const std::string& message) const {
  const auto address = address_of(path_);
  const FileDescriptor socket = open_local_socket(Waiting::kBlocking);
  if (!address || !socket) return Answer::kSilence;
  limit_waiting(socket.get(), kPatience);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)) != 0)
    return errno == EAGAIN ? Answer::kSilence : Answer::kNobody;
  if (!is_same_user(socket.get())) return Answer::kSilence;
  if (send_without_signal(socket.get(), message.data(), message.size(), Waiting::kBlocking) < 0) return Answer::kNobody;
  ::shutdown(socket.get(), SHUT_WR);
  char answer = 0;
  const ssize_t got = ::recv(socket.get(), &answer, 1, 0);
  if (got == 1) return answer == kTaken ? Answer::kTaken : Answer::kSilence;
  return got < 0 && errno == EAGAIN ? Answer::kSilence : Answer::kNobody;
}

SingleWindow::Words SingleWindow::take() {
  const FileDescriptor peer = accept_local_socket(listener_.get());
  if (!peer || !is_same_user(peer.get())) return {};
  limit_waiting(peer.get(), std::chrono::seconds(1));
  const std::string message = read_to_end(peer.get());
  if (message.empty()) return {};
  [[maybe_unused]] const auto sent = send_without_signal(peer.get(), &kTaken, 1, Waiting::kNever);
  Words words;
  for (std::size_t begin = 0; begin < message.size();) {
    const std::size_t end = std::min(message.find('\0', begin), message.size());
    words.push_back(message.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

}  // namespace sallyport
