#include "platform/windows/control_pipe.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <boost/asio/windows/overlapped_ptr.hpp>
#include <utility>

#include "platform/windows/last_error.hpp"
#include "platform/windows/pipe_access.hpp"

namespace sallyport {
namespace {

/// A whole answer, so that to send one never waits for its reader.
constexpr DWORD kBufferSize = kControlReplyLimit + 4096;

}  // namespace

namespace asio = boost::asio;

std::unique_ptr<ControlChannel> make_control_channel(asio::io_context& context, ControlChannel::Handler handler) {
  return std::make_unique<ControlPipe>(context, std::move(handler));
}

bool has_control_channel(const std::string& directory, ProcessId supervisor) {
  return ::GetFileAttributesW(control_mark_path(directory, supervisor).c_str()) != INVALID_FILE_ATTRIBUTES;
}

ControlPipe::ControlPipe(asio::io_context& context, Handler handler)
    : context_(context), sessions_(std::move(handler)), retry_(context) {}

ControlPipe::~ControlPipe() { close(); }

Result<void> ControlPipe::open(const std::string& directory) {
  const auto supervisor = static_cast<ProcessId>(::GetCurrentProcessId());
  const std::string key = make_pipe_key();
  name_ = pipe_name(key);
  const auto refused = [](const char* what) {
    const std::string why = describe_windows_error(::GetLastError());
    return failure(ErrorCode::kIo, fmt::format("The {} of this launch cannot be made: {}.", what, why), why);
  };
  if (!listen(true)) return refused("control pipe");
  // Once it listens: Windows removes the file when this process closes it, or ends in any way.
  mark_ = Handle(::CreateFileW(control_mark_path(directory, supervisor).c_str(), GENERIC_WRITE | DELETE,
                               FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, CREATE_ALWAYS,
                               FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr));
  DWORD written = 0;
  if (mark_ && ::WriteFile(mark_.get(), key.data(), static_cast<DWORD>(key.size()), &written, nullptr) != 0) return {};
  const auto failed = refused("control channel's file");
  close();
  return failed;
}

void ControlPipe::close() {
  mark_.reset();
  retry_.cancel();
  if (!next_) return;
  boost::system::error_code ignored;
  std::exchange(next_, nullptr)->close(ignored);
}

bool ControlPipe::listen(bool first) {
  Handle pipe = create_owner_pipe(name_, first, kBufferSize);
  if (!pipe) return false;
  const HANDLE waiting = pipe.get();
  next_ = std::make_shared<Pipe>(context_, pipe.release());
  asio::windows::overlapped_ptr connected(
      context_, [this, peer = next_](const boost::system::error_code& error, std::size_t) {
        if (peer != next_) return;  // closed
        // The next peer must find an instance, whatever becomes of this one.
        if (!listen(false)) listen_later();
        if (!error && !sessions_.are_at_limit() && is_client_same_user(peer->native_handle())) {
          sessions_.serve(std::move(*peer));
        }
      });
  const BOOL done = ::ConnectNamedPipe(waiting, connected.get());
  const DWORD error = ::GetLastError();
  if (done == 0 && error == ERROR_PIPE_CONNECTED) {
    connected.complete({}, 0);
  } else if (done == 0 && error != ERROR_IO_PENDING) {
    connected.complete({static_cast<int>(error), boost::system::system_category()}, 0);
  } else {
    connected.release();
  }
  return true;
}

void ControlPipe::listen_later() {
  next_ = nullptr;
  retry_.expires_after(kRetryTime);
  retry_.async_wait([this](const boost::system::error_code& error) {
    if (!error && mark_ && !listen(false)) listen_later();
  });
}

void ControlPipe::answer(RequestId request, const Result<ControlAnswer>& answer) { sessions_.answer(request, answer); }

}  // namespace sallyport
