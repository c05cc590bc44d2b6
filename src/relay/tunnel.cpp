#include "relay/tunnel.hpp"

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <span>

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

constexpr std::size_t kReadSize = std::size_t{256} * 1024;
/// What one direction may move before others have their turn.
constexpr std::size_t kTurn = std::size_t{1024} * 1024;

void close(Stream& stream) {
  Code ignored;
  stream.socket().close(ignored);
}

/// Moves what is there; false at the end of `from` or of the tunnel.
asio::awaitable<bool> move_some(tcp::socket& from, Stream& to, TunnelBuffer& buffer, std::uint64_t& count,
                                Code& error) {
  for (std::size_t moved = 0; moved < kTurn;) {
    const std::size_t size = from.read_some(asio::buffer(buffer, kReadSize), error);
    if (error == asio::error::would_block) {
      error = {};
      co_return true;
    }
    if (error) co_return false;
    moved += size;
    count += size;
    std::size_t written = 0;
    if (to.layer() == nullptr) {
      written = to.socket().write_some(asio::buffer(buffer.data(), size), error);
      if (error == asio::error::would_block) error = {};
      if (error) co_return false;
    }
    if (written < size) {
      // The buffer is everybody's: what this reader has no room for waits apart.
      const std::vector<char> rest(buffer.begin() + static_cast<std::ptrdiff_t>(written),
                                   buffer.begin() + static_cast<std::ptrdiff_t>(size));
      const asio::const_buffer left(rest.data(), rest.size());
      co_await to.write(std::span(&left, 1), error);
      co_return !error;
    }
  }
  co_await asio::post(from.get_executor(), asio::use_awaitable);
  co_return true;
}

asio::awaitable<void> pump(Stream& from, Stream& to, TunnelBuffer& buffer, std::uint64_t& count) {
  Code error;
  std::vector<char> own;
  for (bool open = true; open;) {
    if (from.layer() == nullptr) {
      co_await from.socket().async_wait(tcp::socket::wait_read, asio::redirect_error(asio::use_awaitable, error));
      if (error) break;
      open = co_await move_some(from.socket(), to, buffer, count, error);
      continue;
    }
    own.resize(kReadSize / 16);
    const std::size_t size = co_await from.read_some(asio::buffer(own), error);
    if (error) break;
    count += size;
    const asio::const_buffer all(own.data(), size);
    co_await to.write(std::span(&all, 1), error);
    open = !error;
  }
  if (error == asio::error::eof) {
    co_await to.finish_sending();
  } else {
    close(from);
    close(to);
  }
}

}  // namespace

TunnelBuffer make_tunnel_buffer() { return TunnelBuffer(kReadSize); }

asio::awaitable<void> run_tunnel(Stream& client, Stream& upstream, TunnelBuffer& buffer, TunnelBytes& bytes) {
  using namespace asio::experimental::awaitable_operators;  // NOLINT: its operators are its interface
  Code ignored;
  client.socket().non_blocking(true, ignored);
  upstream.socket().non_blocking(true, ignored);
  co_await (pump(client, upstream, buffer, bytes.sent) && pump(upstream, client, buffer, bytes.received));
}

}  // namespace sallyport::relay
