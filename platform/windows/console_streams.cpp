#include "platform/console_streams.hpp"

#include <fcntl.h>
#include <io.h>
#include <windows.h>

#include <array>
#include <string>
#include <vector>

#include "platform/common/wiped_bytes.hpp"
#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

/// More than any keychain takes; less than would hurt when a file is given by mistake.
constexpr std::size_t kLimit = 65536;

enum class Ending { kDone, kTooLong, kFailed };

/// Up to and with the first `end`, or to the end of the stream.
Ending read_into(WipedBytes& bytes, HANDLE stream, std::string_view end) {
  std::array<char, 256> buffer{};
  Ending ending = Ending::kDone;
  for (auto taken = WipedBytes::Taken::kMore; taken == WipedBytes::Taken::kMore;) {
    DWORD count = 0;
    if (::ReadFile(stream, buffer.data(), static_cast<DWORD>(buffer.size()), &count, nullptr) == 0) {
      // The other end of a pipe was closed: that is its end.
      ending = ::GetLastError() == ERROR_BROKEN_PIPE ? Ending::kDone : Ending::kFailed;
      break;
    }
    if (count == 0) break;
    taken = bytes.take({buffer.data(), count}, end);
    if (taken == WipedBytes::Taken::kTooLong) ending = Ending::kTooLong;
  }
  wipe_memory(buffer.data(), buffer.size());
  return ending;
}

tl::unexpected<Error> too_long() {
  return failure(ErrorCode::kInvalidValue, "More than 64 KiB were given; nothing was stored.");
}

/// A console that does not show what is typed while this lives (SetConsoleMode:
/// learn.microsoft.com/en-us/windows/console/setconsolemode).
class EchoOff {
 public:
  explicit EchoOff(HANDLE console) : console_(console) {
    if (::GetConsoleMode(console_, &before_) == 0) return;
    changed_ = ::SetConsoleMode(console_, ENABLE_LINE_INPUT) != 0;
  }
  ~EchoOff() {
    if (changed_) ::SetConsoleMode(console_, before_);
  }
  EchoOff(const EchoOff&) = delete;
  EchoOff& operator=(const EchoOff&) = delete;

  [[nodiscard]] bool works() const { return changed_; }

 private:
  HANDLE console_;
  DWORD before_ = 0;
  bool changed_ = false;
};

Result<Secret> ask_console(std::string_view prompt) {
  const Handle input(::CreateFileW(L"CONIN$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                                   OPEN_EXISTING, 0, nullptr));
  const Handle output(::CreateFileW(L"CONOUT$", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                    nullptr, OPEN_EXISTING, 0, nullptr));
  const auto show = [&](std::string_view text) {
    const std::wstring wide = to_utf16(text);
    ::WriteConsoleW(output.get(), wide.data(), static_cast<DWORD>(wide.size()), nullptr, nullptr);
  };
  const EchoOff silence(input.get());
  if (!input || !output || !silence.works()) {
    return failure(ErrorCode::kIo, "The console cannot be kept from showing the password; give it on standard input.");
  }
  show(prompt);
  std::vector<wchar_t> line(kLimit);
  DWORD size = 0;
  // Ctrl+C comes as a character, so that the program does not end before the console is as it was.
  constexpr wchar_t kInterrupt = 3;
  CONSOLE_READCONSOLE_CONTROL control{};
  control.nLength = sizeof control;
  control.dwCtrlWakeupMask = 1U << kInterrupt;
  const BOOL read = ::ReadConsoleW(input.get(), line.data(), static_cast<DWORD>(line.size()), &size, &control);
  show("\n");
  std::wstring_view text(line.data(), size);
  const bool whole = text.ends_with(L"\r\n");
  if (whole) text.remove_suffix(2);
  std::string bytes = to_utf8(text);
  Secret password(bytes);
  wipe_memory(bytes.data(), bytes.size());
  wipe_memory(reinterpret_cast<char*>(line.data()), line.size() * sizeof(wchar_t));
  if (read == 0)
    return failure(ErrorCode::kIo, "What was given cannot be read.", describe_windows_error(::GetLastError()));
  if (!whole && size == kLimit) return too_long();
  if (!whole) return failure(ErrorCode::kCancelled, "Cancelled; nothing was stored.");
  return password;
}

HANDLE handle_of(Console::Stream stream) {
  switch (stream) {
    case Console::Stream::kInput:
      return ::GetStdHandle(STD_INPUT_HANDLE);
    case Console::Stream::kOutput:
      return ::GetStdHandle(STD_OUTPUT_HANDLE);
    case Console::Stream::kError:
      break;
  }
  return ::GetStdHandle(STD_ERROR_HANDLE);
}

}  // namespace

struct PlainStreams::State {
  UINT code_page = 0;  ///< the console's; 0: it was left alone
};

PlainStreams::PlainStreams(bool for_client) : state_(std::make_unique<State>()) {
  for (const int stream : {0, 1, 2}) ::_setmode(stream, _O_BINARY);
  if (for_client) return;
  state_->code_page = ::GetConsoleOutputCP();
  if (state_->code_page != 0) ::SetConsoleOutputCP(CP_UTF8);
}

PlainStreams::~PlainStreams() {
  if (state_->code_page != 0) ::SetConsoleOutputCP(state_->code_page);
}

bool ConsoleStreams::is_terminal(Stream stream) {
  DWORD mode = 0;
  return ::GetConsoleMode(handle_of(stream), &mode) != 0;
}

Result<Secret> ConsoleStreams::read_password(std::string_view prompt) {
  if (is_terminal(Stream::kInput)) return ask_console(prompt);
  WipedBytes bytes(kLimit);
  switch (read_into(bytes, handle_of(Stream::kInput), {})) {
    case Ending::kDone:
      break;
    case Ending::kTooLong:
      return too_long();
    case Ending::kFailed:
      return failure(ErrorCode::kIo, "What was given cannot be read.", describe_windows_error(::GetLastError()));
  }
  std::string_view text = bytes.text();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return Secret(text);
}

Result<Secret> ConsoleStreams::read_input(std::string_view end, std::size_t limit) {
  WipedBytes bytes(limit);
  switch (read_into(bytes, handle_of(Stream::kInput), end)) {
    case Ending::kDone:
      return Secret(bytes.text());
    case Ending::kTooLong:
      return failure(ErrorCode::kInvalidValue,
                     "Standard input holds more than the " + std::to_string(limit) + " bytes that are read from it.");
    case Ending::kFailed:
      break;
  }
  return failure(ErrorCode::kIo, "Standard input cannot be read.", describe_windows_error(::GetLastError()));
}

}  // namespace sallyport
