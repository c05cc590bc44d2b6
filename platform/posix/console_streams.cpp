#include "platform/console_streams.hpp"

#include <fcntl.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "platform/common/wiped_bytes.hpp"
#include "platform/posix/file_descriptor.hpp"

namespace sallyport {
namespace {

/// More than any keychain takes; less than would hurt when a file is given by mistake.
constexpr std::size_t kLimit = 65536;

volatile std::sig_atomic_t caught_signal = 0;

void note_signal(int number) { caught_signal = number; }

/// While it lives the terminal does not echo, and the signals that would end or stop the program only interrupt the
/// waiting for input (`waiting_mask`: at any other moment they are held back, so that none is missed); afterwards all
/// is as it was.
class EchoOff {
 public:
  explicit EchoOff(int terminal) : terminal_(terminal) {
    caught_signal = 0;
    struct sigaction action {};
    action.sa_handler = note_signal;
    sigemptyset(&action.sa_mask);
    sigset_t held_back;
    sigemptyset(&held_back);
    for (const int number : kSignals) sigaddset(&held_back, number);
    ::sigprocmask(SIG_BLOCK, &held_back, &waiting_mask_);
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
      ::sigaction(kSignals[i], nullptr, &previous_[i]);
      if (previous_[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);
    }
    if (::tcgetattr(terminal_, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHOE | ECHOK | ECHONL);
    changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  ~EchoOff() {
    if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    // A signal that comes only now is taken before the dispositions change back.
    ::sigprocmask(SIG_SETMASK, &waiting_mask_, nullptr);
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &previous_[i], nullptr);
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;

  [[nodiscard]] bool works() const { return changed_; }
  [[nodiscard]] const sigset_t& waiting_mask() const { return waiting_mask_; }

 private:
  static constexpr std::array<int, 5> kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
  std::array<struct sigaction, kSignals.size()> previous_{};
  sigset_t waiting_mask_{};
  int terminal_;
  termios before_{};
  bool changed_ = false;
};

enum class Ending { kDone, kInterrupted, kTooLong, kFailed };

/// read(2) that waits for input with `waiting_mask` in force, where there is one.
ssize_t read_when_ready(int descriptor, char* data, std::size_t size, const sigset_t* waiting_mask) {
  if (waiting_mask != nullptr) {
    // poll(2) does not know terminals on every system, and has no mask there.
    if (descriptor >= FD_SETSIZE) {
      errno = EMFILE;
      return -1;
    }
    fd_set waiting;
    FD_ZERO(&waiting);
    FD_SET(descriptor, &waiting);
    if (::pselect(descriptor + 1, &waiting, nullptr, nullptr, nullptr, waiting_mask) < 0) return -1;
  }
  return ::read(descriptor, data, size);
}

/// Up to and with the first `end`, or to the end of the stream. With a `waiting_mask` nothing beyond is taken from it.
Ending read_into(WipedBytes& bytes, int descriptor, const sigset_t* waiting_mask, std::string_view end) {
  std::array<char, 256> buffer{};
  Ending ending = Ending::kDone;
  for (auto taken = WipedBytes::Taken::kMore; taken == WipedBytes::Taken::kMore;) {
    const ssize_t count =
        read_when_ready(descriptor, buffer.data(), waiting_mask != nullptr ? 1 : buffer.size(), waiting_mask);
    if (count < 0 && errno == EINTR && caught_signal == 0) continue;
    if (count <= 0) {
      ending = count == 0 ? Ending::kDone : errno == EINTR ? Ending::kInterrupted : Ending::kFailed;
      break;
    }
    taken = bytes.take({buffer.data(), static_cast<std::size_t>(count)}, end);
    if (taken == WipedBytes::Taken::kTooLong) ending = Ending::kTooLong;
  }
  wipe_memory(buffer.data(), buffer.size());
  return ending;
}

/// A password without its line's end.
Result<Secret> password_of(Ending ending, std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  switch (ending) {
    case Ending::kDone:
      return Secret(text);
    case Ending::kTooLong:
      return failure(ErrorCode::kInvalidValue, "More than 64 KiB were given; nothing was stored.");
    case Ending::kInterrupted:
      return failure(ErrorCode::kCancelled, "Cancelled; nothing was stored.");
    case Ending::kFailed:
      break;
  }
  return failure(ErrorCode::kIo, "What was given cannot be read.", std::strerror(errno));
}

Result<Secret> ask_terminal(std::string_view prompt) {
  WipedBytes bytes(kLimit);
  Ending ending = Ending::kDone;
  {
    const FileDescriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    const int asked = terminal ? terminal.get() : STDIN_FILENO;
    const EchoOff silence(asked);
    if (!silence.works()) {
      return failure(ErrorCode::kIo,
                     "The terminal cannot be kept from showing the password; give it on standard input.");
    }
    const int shown = terminal ? terminal.get() : STDERR_FILENO;
    if (::write(shown, prompt.data(), prompt.size()) < 0) return failure(ErrorCode::kIo, "The terminal is gone.");
    ending = read_into(bytes, asked, &silence.waiting_mask(), "\n");
    if (::write(shown, "\n", 1) < 0) ending = Ending::kFailed;
  }
  // What was kept back takes its course now that the terminal is restored: the program ends or stops as ever.
  if (const int number = caught_signal; number != 0) ::raise(number);
  return password_of(ending, bytes.text());
}

}  // namespace

struct PlainStreams::State {};

PlainStreams::PlainStreams(bool) {}
PlainStreams::~PlainStreams() = default;

bool ConsoleStreams::is_terminal(Stream stream) {
  switch (stream) {
    case Stream::kInput:
      return ::isatty(STDIN_FILENO) == 1;
    case Stream::kOutput:
      return ::isatty(STDOUT_FILENO) == 1;
    case Stream::kError:
      break;
  }
  return ::isatty(STDERR_FILENO) == 1;
}

Result<Secret> ConsoleStreams::read_password(std::string_view prompt) {
  if (is_terminal(Stream::kInput)) return ask_terminal(prompt);
  WipedBytes bytes(kLimit);
  const Ending ending = read_into(bytes, STDIN_FILENO, nullptr, {});
  return password_of(ending, bytes.text());
}

Result<Secret> ConsoleStreams::read_input(std::string_view end, std::size_t limit) {
  WipedBytes bytes(limit);
  switch (read_into(bytes, STDIN_FILENO, nullptr, end)) {
    case Ending::kDone:
      return Secret(bytes.text());
    case Ending::kTooLong:
      return failure(ErrorCode::kInvalidValue,
                     "Standard input holds more than the " + std::to_string(limit) + " bytes that are read from it.");
    case Ending::kInterrupted:
    case Ending::kFailed:
      break;
  }
  return failure(ErrorCode::kIo, "Standard input cannot be read.", std::strerror(errno));
}

}  // namespace sallyport
