#include <windows.h>

#include <fmt/format.h>

#include <array>
#include <functional>
#include <thread>
#include <utility>

#include "platform/common/window_call.hpp"
#include "platform/windows/handle.hpp"
#include "platform/windows/owner_only.hpp"
#include "platform/windows/pipe_access.hpp"
#include "platform/windows/utf16.hpp"
#include "sallyport/core/stable_name.hpp"

// learn.microsoft.com/en-us/windows/win32/ipc/named-pipes

namespace sallyport {
namespace {

constexpr DWORD kLongest = kLongestWindowCall;

DWORD milliseconds(std::chrono::milliseconds time) { return static_cast<DWORD>(time.count()); }

DWORD session() {
  DWORD id = 0;
  ::ProcessIdToSessionId(::GetCurrentProcessId(), &id);
  return id;
}

/// Work on a pipe that goes on while this thread does something else.
class Overlapped {
 public:
  [[nodiscard]] OVERLAPPED* get() { return &overlapped_; }
  [[nodiscard]] HANDLE event() const { return event_.get(); }
  /// After ERROR_IO_PENDING: waits for its end, or ends it.
  [[nodiscard]] bool end_within(HANDLE pipe, std::chrono::milliseconds limit, DWORD& count) {
    if (::WaitForSingleObject(event(), milliseconds(limit)) != WAIT_OBJECT_0) ::CancelIoEx(pipe, get());
    return ::GetOverlappedResult(pipe, get(), &count, TRUE) != 0;
  }

 private:
  Handle event_{::CreateEventW(nullptr, TRUE, FALSE, nullptr)};
  OVERLAPPED overlapped_{0, 0, {}, event_.get()};
};

struct Transfer {
  DWORD count = 0;
  DWORD error = ERROR_SUCCESS;  ///< ERROR_OPERATION_ABORTED: it took too long
};

/// `begin` is given what the function that it calls wants, and returns its answer.
template <typename Begin>
Transfer transfer(HANDLE pipe, std::chrono::milliseconds limit, Begin begin) {
  Transfer result;
  Overlapped overlapped;
  const bool done = begin(overlapped.get(), &result.count) != 0 ||
                    (::GetLastError() == ERROR_IO_PENDING && overlapped.end_within(pipe, limit, result.count));
  if (!done) result.error = ::GetLastError();
  return result;
}

Transfer read(HANDLE pipe, void* data, DWORD size, std::chrono::milliseconds limit) {
  return transfer(pipe, limit, [=](OVERLAPPED* overlapped, DWORD* count) {
    return ::ReadFile(pipe, data, size, count, overlapped);
  });
}

Transfer write(HANDLE pipe, const void* data, DWORD size, std::chrono::milliseconds limit) {
  return transfer(pipe, limit, [=](OVERLAPPED* overlapped, DWORD* count) {
    return ::WriteFile(pipe, data, size, count, overlapped);
  });
}

/// A named event of the user's session, which is the first's who made it, and a pipe of the same name.
class PipeSingleWindow final : public SingleWindow {
 public:
  PipeSingleWindow(const std::string& directory, std::string_view purpose)
      : name_(to_utf16(
            fmt::format("sallyport-window-{}-{}", session(), stable_name(directory + '\n' + std::string(purpose))))),
        pipe_(LR"(\\.\pipe\)" + name_) {}
  ~PipeSingleWindow() override;
  PipeSingleWindow(const PipeSingleWindow&) = delete;
  PipeSingleWindow& operator=(const PipeSingleWindow&) = delete;

  [[nodiscard]] bool hand_over(const Words& words) override;
  bool listen(std::function<void(Call)> called) override;

 private:
  bool become_first();
  [[nodiscard]] Handle make_instance(bool first) const;
  [[nodiscard]] WindowAnswer call(const std::string& message) const;
  [[nodiscard]] bool wait_for_call() const;
  void take_calls(const std::function<void(Call)>& called);

  std::wstring name_;
  std::wstring pipe_;
  OwnerOnly access_;
  Handle lock_;
  Handle listener_;  ///< the instance that waits for the next call
  Handle end_;       ///< of listening: the thread leaves when it is set
  std::thread thread_;
};

PipeSingleWindow::~PipeSingleWindow() {
  if (!thread_.joinable()) return;
  ::SetEvent(end_.get());
  thread_.join();
}

bool PipeSingleWindow::hand_over(const Words& words) {
  return hand_over_words(
      words, [this] { return become_first(); }, [this](const std::string& message) { return call(message); });
}

Handle PipeSingleWindow::make_instance(bool first) const {
  return create_owner_pipe(pipe_, first, kLongest, PipeReads::kMessages);
}

bool PipeSingleWindow::become_first() {
  Handle lock(::CreateEventW(access_.get(), TRUE, FALSE, (L"Local\\" + name_).c_str()));
  if (lock && ::GetLastError() == ERROR_ALREADY_EXISTS) return false;
  // Without a lock or a pipe there is nothing to be found by.
  lock_ = std::move(lock);
  if (lock_) listener_ = make_instance(true);
  return true;
}

WindowAnswer PipeSingleWindow::call(const std::string& message) const {
  // Whoever has the name must not act as this user.
  const Handle pipe(::CreateFileW(pipe_.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING,
                                  FILE_FLAG_OVERLAPPED | SECURITY_SQOS_PRESENT | SECURITY_IDENTIFICATION, nullptr));
  if (!pipe) {
    switch (::GetLastError()) {
      case ERROR_ACCESS_DENIED:
        return WindowAnswer::kSilence;
      case ERROR_PIPE_BUSY:
        return ::WaitNamedPipeW(pipe_.c_str(), milliseconds(kPatience)) != 0 ? WindowAnswer::kNobody
                                                                             : WindowAnswer::kSilence;
      default:
        return WindowAnswer::kNobody;
    }
  }
  ULONG server = 0;
  if (!is_server_same_user(pipe.get()) || ::GetNamedPipeServerProcessId(pipe.get(), &server) == 0)
    return WindowAnswer::kSilence;
  ::AllowSetForegroundWindow(server);
  if (write(pipe.get(), message.data(), static_cast<DWORD>(message.size()), kPatience).error != ERROR_SUCCESS)
    return WindowAnswer::kNobody;
  char answer = 0;
  const Transfer answered = read(pipe.get(), &answer, 1, kPatience);
  if (answered.error == ERROR_SUCCESS) return answer == kWordsTaken ? WindowAnswer::kTaken : WindowAnswer::kSilence;
  return answered.error == ERROR_OPERATION_ABORTED ? WindowAnswer::kSilence : WindowAnswer::kNobody;
}

/// Whether a caller came before `end_` was set.
bool PipeSingleWindow::wait_for_call() const {
  Overlapped connection;
  if (::ConnectNamedPipe(listener_.get(), connection.get()) != 0) return true;
  if (::GetLastError() != ERROR_IO_PENDING) return true;  // it was there already
  const std::array<HANDLE, 2> awaited = {end_.get(), connection.event()};
  const bool ends = ::WaitForMultipleObjects(awaited.size(), awaited.data(), FALSE, INFINITE) == WAIT_OBJECT_0;
  DWORD ignored = 0;
  return connection.end_within(listener_.get(), {}, ignored) && !ends;
}

void PipeSingleWindow::take_calls(const std::function<void(Call)>& called) {
  while (listener_ && wait_for_call()) {
    const auto pipe = std::make_shared<Handle>(std::exchange(listener_, make_instance(false)));
    if (!is_client_same_user(pipe->get())) continue;
    std::string message(kLongest, '\0');
    const Transfer got = read(pipe->get(), message.data(), kLongest, kWordsTime);
    if (got.error != ERROR_SUCCESS || got.count == 0) continue;
    message.resize(got.count);
    called({words_of(message), [pipe] { write(pipe->get(), &kWordsTaken, 1, kWordsTime); }});
  }
}

bool PipeSingleWindow::listen(std::function<void(Call)> called) {
  end_ = Handle(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  if (!listener_ || !end_) return false;
  thread_ = std::thread([this, called = std::move(called)] { take_calls(called); });
  return true;
}

}  // namespace

std::unique_ptr<SingleWindow> make_single_window(const std::string& directory, std::string_view purpose) {
  return std::make_unique<PipeSingleWindow>(directory, purpose);
}

}  // namespace sallyport
