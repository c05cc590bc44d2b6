#include "platform/posix/control_socket.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

#include "platform/posix/file_descriptor.hpp"
#include "platform/posix/local_socket.hpp"
#include "platform/posix/same_user.hpp"

namespace sallyport {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;

std::unique_ptr<ControlChannel> make_control_channel(asio::io_context& context, ControlChannel::Handler handler) {
  return std::make_unique<ControlSocket>(context, std::move(handler));
}

bool has_control_channel(const std::string& directory, ProcessId supervisor) {
  const FileDescriptor socket = open_local_socket(Waiting::kNever);
  const std::string path = fmt::format("{}/{}.sock", directory, supervisor);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return true;
  path.copy(address.sun_path, path.size());
  return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0 ||
         (errno != ECONNREFUSED && errno != ENOENT);
}

ControlSocket::ControlSocket(asio::io_context& context, Handler handler)
    : sessions_(std::move(handler)), acceptor_(context) {}

ControlSocket::~ControlSocket() { close(); }

Result<void> ControlSocket::open(const std::string& directory) {
  const auto path = fmt::format("{}/{}.sock", directory, ::getpid());
  const auto part = path + ".new";
  const auto refused = [&](const std::string& why) {
    return failure(ErrorCode::kIo, fmt::format("The control socket {} cannot be made: {}.", path, why), why);
  };
  if (part.size() >= sizeof(sockaddr_un::sun_path)) {
    return refused("its path is too long, set XDG_RUNTIME_DIR to a shorter one");
  }
  try {
    ::unlink(part.c_str());
    acceptor_.open();
    // The inode takes the descriptor's mode: the file is never open to others, whatever the umask.
    ::fchmod(acceptor_.native_handle(), 0600);
    acceptor_.bind(Local::endpoint(part));
    acceptor_.listen();
  } catch (const boost::system::system_error& error) {
    ::unlink(part.c_str());
    return refused(error.code().message());
  }
  // Under its own name only once it listens: a reader sweeps away a socket that refuses.
  if (::rename(part.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(part.c_str());
    return refused(std::system_category().message(error));
  }
  path_ = path;
  accept();
  return {};
}

void ControlSocket::close() {
  if (!path_.empty()) ::unlink(path_.c_str());
  path_.clear();
  boost::system::error_code ignored;
  acceptor_.close(ignored);
}

void ControlSocket::accept() {
  acceptor_.async_accept([this](const boost::system::error_code& error, Local::socket peer) {
    if (error == asio::error::operation_aborted || !acceptor_.is_open()) return;
    if (!error && !sessions_.are_at_limit() && is_same_user(peer.native_handle())) sessions_.serve(std::move(peer));
    accept();
  });
}

void ControlSocket::answer(RequestId request, const Result<ControlAnswer>& answer) {
  sessions_.answer(request, answer);
}

}  // namespace sallyport
