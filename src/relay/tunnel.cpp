#include "relay/tunnel.hpp"

#include <array>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <span>

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;

constexpr std::size_t kTunnelBuffer = std::size_t{256} * 1024;
/// What is read of TLS at a time: one record.
constexpr std::size_t kTlsReadSize = std::size_t{16} * 1024;
/// What one direction may move before others have their turn.
constexpr std::size_t kTurn = std::size_t{1024} * 1024;

/// Plain directions wait with handlers rather than in coroutines, whose frames would make most of an idle tunnel.
class Tunnel {
 public:
  Tunnel(Stream& client, Stream& upstream, TunnelBuffer& buffer, std::uint64_t& sent, std::uint64_t& received)
      : buffer_(buffer),
        ends_{Direction{client, upstream, sent}, Direction{upstream, client, received}},
        over_(executor()) {
    over_.expires_at(asio::steady_timer::time_point::max());
  }

  asio::awaitable<void> run() {
    for (Direction& direction : ends_) start(direction);
    Code cancelled;
    co_await over_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }

 private:
  struct Direction {
    Stream& from;
    Stream& to;
    std::uint64_t& count;
    std::vector<char> rest{};  ///< what `to` has no room for: the buffer is everybody's
  };

  asio::any_io_executor executor() { return ends_[0].from.socket().get_executor(); }

  void start(Direction& direction) {
    if (direction.from.layer() != nullptr || direction.to.layer() != nullptr) {
      asio::co_spawn(executor(), pump_layered(direction), asio::detached);
      return;
    }
    wait(direction);
  }

  void wait(Direction& direction) {
    direction.from.socket().async_wait(tcp::socket::wait_read, [this, &direction](const Code& error) {
      error ? end(direction, error) : move(direction);
    });
  }

  void move(Direction& direction) {
    Code error;
    for (std::size_t moved = 0; moved < kTurn;) {
      const std::size_t size = direction.from.socket().read_some(asio::buffer(buffer_), error);
      if (error == asio::error::would_block) return wait(direction);
      if (error) return end(direction, error);
      moved += size;
      direction.count += size;
      const std::size_t written = direction.to.socket().write_some(asio::buffer(buffer_, size), error);
      if (error && error != asio::error::would_block) return end(direction, error);
      if (written < size) {
        direction.rest.assign(buffer_.data() + written, buffer_.data() + size);
        return write_rest(direction);
      }
    }
    asio::post(executor(), [this, &direction] { move(direction); });
  }

  void write_rest(Direction& direction) {
    asio::async_write(direction.to.socket(), asio::buffer(direction.rest),
                      [this, &direction](const Code& error, std::size_t) {
                        std::vector<char>().swap(direction.rest);
                        error ? end(direction, error) : move(direction);
                      });
  }

  asio::awaitable<void> pump_layered(Direction& direction) {
    std::vector<char> own(kTlsReadSize);
    Code error;
    while (!error) {
      const std::size_t size = co_await direction.from.read_some(asio::buffer(own), error);
      if (error) break;
      direction.count += size;
      const asio::const_buffer all(own.data(), size);
      co_await direction.to.write(std::span(&all, 1), error);
    }
    if (error == asio::error::eof) co_await direction.to.finish_sending();
    end(direction, error);
  }

  void end(Direction& direction, const Code& error) {
    Code ignored;
    if (error == asio::error::eof) {
      direction.to.socket().shutdown(tcp::socket::shutdown_send, ignored);
    } else {
      for (Direction& each : ends_) each.from.socket().close(ignored);
    }
    if (++ended_ == ends_.size()) over_.cancel();
  }

  TunnelBuffer& buffer_;
  std::array<Direction, 2> ends_;
  std::size_t ended_ = 0;
  asio::steady_timer over_;  ///< cancelled when both directions have ended
};

}  // namespace

TunnelBuffer make_tunnel_buffer() { return TunnelBuffer(kTunnelBuffer); }

asio::awaitable<void> run_tunnel(Stream& client, Stream& upstream, TunnelBuffer& buffer, std::uint64_t& sent,
                                 std::uint64_t& received) {
  Tunnel tunnel(client, upstream, buffer, sent, received);
  co_await tunnel.run();
}

}  // namespace sallyport::relay
