#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <optional>
#include <thread>
#include <utility>

#include "platform/common/window_call.hpp"
#include "platform/posix/local_socket.hpp"
#include "platform/posix/same_user.hpp"
#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

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
  std::string text(kLongestWindowCall, '\0');
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

/// A lock in the runtime directory, and a socket beside it.
class SocketSingleWindow final : public SingleWindow {
 public:
  SocketSingleWindow(const std::string& directory, std::string_view purpose)
      : path_(fmt::format("{}/window-{}", directory, stable_name(purpose))) {}
  ~SocketSingleWindow() override;
  SocketSingleWindow(const SocketSingleWindow&) = delete;
  SocketSingleWindow& operator=(const SocketSingleWindow&) = delete;

  [[nodiscard]] bool hand_over(const Words& words) override;
  bool listen(std::function<void(Call)> called) override;

 private:
  bool become_first();
  [[nodiscard]] WindowAnswer call(const std::string& message) const;
  [[nodiscard]] std::optional<Call> accept() const;

  std::string path_;
  FileDescriptor lock_;
  FileDescriptor listener_;
  DescriptorPair end_;  ///< of listening: the thread leaves when its writing end is closed
  std::thread thread_;
};

SocketSingleWindow::~SocketSingleWindow() {
  if (thread_.joinable()) {
    end_.second = FileDescriptor();
    thread_.join();
  }
  // While the lock is held: the name is this window's.
  if (listener_) ::unlink(path_.c_str());
}

bool SocketSingleWindow::hand_over(const Words& words) {
  return hand_over_words(
      words, [this] { return become_first(); }, [this](const std::string& message) { return call(message); });
}

bool SocketSingleWindow::become_first() {
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

WindowAnswer SocketSingleWindow::call(const std::string& message) const {
  const auto address = address_of(path_);
  const FileDescriptor socket = open_local_socket(Waiting::kBlocking);
  if (!address || !socket) return WindowAnswer::kSilence;
  limit_waiting(socket.get(), kPatience);
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof(*address)) != 0)
    return errno == EAGAIN ? WindowAnswer::kSilence : WindowAnswer::kNobody;
  if (!is_same_user(socket.get())) return WindowAnswer::kSilence;
  if (send_without_signal(socket.get(), message.data(), message.size(), Waiting::kBlocking) < 0)
    return WindowAnswer::kNobody;
  ::shutdown(socket.get(), SHUT_WR);
  char answer = 0;
  const ssize_t got = ::recv(socket.get(), &answer, 1, 0);
  if (got == 1) return answer == kWordsTaken ? WindowAnswer::kTaken : WindowAnswer::kSilence;
  return got < 0 && errno == EAGAIN ? WindowAnswer::kSilence : WindowAnswer::kNobody;
}

std::optional<SingleWindow::Call> SocketSingleWindow::accept() const {
  const auto peer = std::make_shared<FileDescriptor>(accept_local_socket(listener_.get()));
  if (!*peer || !is_same_user(peer->get())) return std::nullopt;
  limit_waiting(peer->get(), kWordsTime);
  const std::string message = read_to_end(peer->get());
  if (message.empty()) return std::nullopt;
  return Call{words_of(message), [peer] {
                [[maybe_unused]] const auto sent = send_without_signal(peer->get(), &kWordsTaken, 1, Waiting::kNever);
              }};
}

bool SocketSingleWindow::listen(std::function<void(Call)> called) {
  auto end = open_pipe(Waiting::kNever);
  if (!listener_ || !end) return false;
  end_ = std::move(*end);
  thread_ = std::thread([this, called = std::move(called)] {
    std::array<pollfd, 2> awaited{{{listener_.get(), POLLIN, 0}, {end_.first.get(), POLLIN, 0}}};
    for (;;) {
      if (::poll(awaited.data(), awaited.size(), -1) < 0 && errno != EINTR) return;
      if (awaited[1].revents != 0) return;
      if (awaited[0].revents == 0) continue;
      if (std::optional<Call> call = accept()) called(std::move(*call));
    }
  });
  return true;
}

}  // namespace

std::unique_ptr<SingleWindow> make_single_window(const std::string& directory, std::string_view purpose) {
  return std::make_unique<SocketSingleWindow>(directory, purpose);
}

}  // namespace sallyport
