#include "platform/posix/control_socket.hpp"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <cstdio>
#include <system_error>

#include "platform/posix/file_descriptor.hpp"
#include "platform/posix/local_socket.hpp"
#include "platform/posix/same_user.hpp"

namespace sallyport {

namespace asio = boost::asio;
using Local = asio::local::stream_protocol;

struct ControlSocket::Session {
  Session(Local::socket peer, RequestId request)
      : socket(std::move(peer)), deadline(socket.get_executor()), id(request) {}

  Local::socket socket;
  asio::steady_timer deadline;
  RequestId id;
  std::string text;
};

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
    : handler_(std::move(handler)), acceptor_(context) {}

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
    if (!error && sessions_.size() < kMostConnections && is_same_user(peer.native_handle())) serve(std::move(peer));
    accept();
  });
}

void ControlSocket::serve(Local::socket peer) {
  const auto session = std::make_shared<Session>(std::move(peer), next_++);
  sessions_[session->id] = session;
  session->deadline.expires_after(kRequestTime);
  session->deadline.async_wait([this, session](const boost::system::error_code& error) {
    if (error) return;
    sessions_.erase(session->id);
    session->socket.close();
  });
  read(session);
}

void ControlSocket::read(const std::shared_ptr<Session>& session) {
  asio::async_read_until(session->socket, asio::dynamic_buffer(session->text, kControlRequestLimit), '\n',
                         [this, session](const boost::system::error_code& error, std::size_t size) {
                           session->deadline.cancel();
                           if (error && error != asio::error::not_found) {
                             sessions_.erase(session->id);
                             return;
                           }
                           // not_found: the limit is reached without a line end, which the parser refuses as it does
                           // any garbage.
                           const auto request =
                               parse_request(std::string_view(session->text).substr(0, error ? 0 : size - 1));
                           if (!request) return answer(session->id, tl::unexpected(request.error()));
                           watch(session);
                           handler_.requested(session->id, *request);
                         });
}

void ControlSocket::watch(const std::shared_ptr<Session>& session) {
  // Nothing more is to come: whatever can be read is the end of the connection, or against the protocol.
  session->socket.async_wait(Local::socket::wait_read, [this, session](const boost::system::error_code& error) {
    if (error || sessions_.erase(session->id) == 0) return;
    handler_.dropped(session->id);
  });
}

void ControlSocket::answer(RequestId request, const Result<ControlAnswer>& answer) {
  const auto found = sessions_.find(request);
  if (found == sessions_.end()) return;
  const auto session = found->second;
  sessions_.erase(found);
  // A reply is far smaller than the socket's buffer, so that this cannot block.
  const auto line = format_reply(answer);
  [[maybe_unused]] const auto sent =
      send_without_signal(session->socket.native_handle(), line.data(), line.size(), Waiting::kNever);
  boost::system::error_code ignored;
  session->socket.close(ignored);
}

}  // namespace sallyport
