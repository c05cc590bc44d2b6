#include "relay/site_connection.hpp"

#include <array>
#include <boost/asio/buffer.hpp>
#include <span>
#include <utility>

#include "relay/message_parser.hpp"

namespace sallyport::relay {

namespace asio = boost::asio;
using Code = boost::system::error_code;

namespace {

constexpr std::size_t kReadSize = std::size_t{16} * 1024;
constexpr std::string_view kVersion = "HTTP/";
constexpr std::string_view kHeadEnd = "\r\n\r\n";

tl::unexpected<Error> ended(const Code& error) {
  return failure(ErrorCode::kIo,
                 "The connection ended before an answer came. Try again; when it happens again, ask the administrator "
                 "of the proxy or of the site.",
                 error.message());
}

/// Whether another head follows this one (RFC 9110 §15.2): not behind 101, which ends HTTP.
bool is_interim(std::string_view head) {
  ResponseParser response;
  return parse_head(response, head) && response.status() / 100 == 1 && response.status() != 101;
}

}  // namespace

asio::awaitable<Result<TlsCertificate>> SiteConnection::start_tls(Tls& tls, const TlsPeer& peer) {
  auto session = tls.connect(peer);
  if (!session) co_return tl::unexpected(std::move(session.error()));
  session_ = std::move(*session);
  std::vector<char> buffer(kReadSize);
  for (;;) {
    const auto done = session_->handshake();
    const auto sent = co_await flush();
    if (!done) co_return tl::unexpected(done.error());
    if (*done) co_return session_->certificate();
    if (!sent) co_return tl::unexpected(sent.error());
    Code error;
    const std::size_t size = co_await stream_.read_some(asio::buffer(buffer), error);
    if (error) co_return ended(error);
    session_->feed({buffer.data(), size});
  }
}

asio::awaitable<Result<void>> SiteConnection::flush() {
  const std::string output = session_->take_output();
  if (output.empty()) co_return Result<void>();
  const asio::const_buffer all(output.data(), output.size());
  Code error;
  co_await stream_.write(std::span(&all, 1), error);
  if (error) co_return ended(error);
  co_return Result<void>();
}

asio::awaitable<Result<void>> SiteConnection::send(std::string_view text) {
  if (session_) {
    if (auto sent = session_->send(text); !sent) co_return sent;
    co_return co_await flush();
  }
  const asio::const_buffer all(text.data(), text.size());
  Code error;
  co_await stream_.write(std::span(&all, 1), error);
  if (error) co_return ended(error);
  co_return Result<void>();
}

asio::awaitable<Result<std::string>> SiteConnection::read_some() {
  std::string text(kReadSize, '\0');
  for (;;) {
    if (session_) {
      const auto received = session_->receive(text);
      if (!received) co_return tl::unexpected(received.error());
      if (received->finished) co_return ended(asio::error::eof);
      if (received->size > 0) {
        text.resize(received->size);
        co_return text;
      }
    }
    Code error;
    const std::size_t size = co_await stream_.read_some(asio::buffer(text), error);
    if (error) co_return ended(error);
    if (!session_) {
      text.resize(size);
      co_return text;
    }
    session_->feed({text.data(), size});
  }
}

asio::awaitable<Result<std::string>> SiteConnection::read_head() {
  std::string head;
  std::size_t passed_over = 0;
  for (;;) {
    auto more = co_await read_some();
    if (!more) co_return tl::unexpected(more.error());
    const std::size_t looked_at = head.size() < 3 ? 0 : head.size() - 3;
    head += *more;
    const auto is_http = [&] { return head.starts_with(kVersion.substr(0, head.size())); };
    for (auto end = head.find(kHeadEnd, looked_at); end != std::string::npos && is_http(); end = head.find(kHeadEnd)) {
      end += kHeadEnd.size();
      if (!is_interim(std::string_view(head).substr(0, end))) {
        head.resize(end);
        co_return head;
      }
      passed_over += end;
      head.erase(0, end);
    }
    // Whoever speaks another protocol may wait now for an answer to what it said.
    if (!is_http()) co_return head;
    if (passed_over + head.size() > kHeadLimit) {
      co_return failure(
          ErrorCode::kFailed,
          "The head of the answer is longer than 64 KiB. Ask the administrator of the proxy or of the site.");
    }
  }
}

}  // namespace sallyport::relay
