// The two ends of CONNECT tunnels, to measure what stands between them.
//   tunnels upstream AUTHORIZATION      a proxy that wants that login (`Basic …`), answers CONNECT itself and prints
//   its
//                                       port; a request within the tunnel is answered with 512 MiB
//   tunnels open PORT SECONDS           opens and closes tunnels through the proxy at PORT, 32 at a time, and prints
//   how
//                                       many a second
//   tunnels hold PORT COUNT [stalled]   opens that many, prints "open" and holds them; `stalled`: asks for the 512 MiB
//                                       and reads none of it
// Upstream and hold end with their standard input. Each has one thread, so that the two share a core and still outrun
// what is measured.
#include <sys/resource.h>

#include <boost/asio.hpp>
#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Code = boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::string_view kConnect = "CONNECT bench.test:443 HTTP/1.1\r\nHost: bench.test:443\r\n\r\n";
constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: bench.test\r\n\r\n";
constexpr std::string_view kRefused =
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"bench\"\r\n"
    "Content-Length: 0\r\n\r\n";
constexpr std::string_view kEstablished = "HTTP/1.1 200 Connection established\r\n\r\n";
constexpr long long kFileSize = 512LL << 20;
constexpr int kAtATime = 32;

void wait_for_end_of_input() {
  while (std::getchar() != EOF) {
  }
}

/// One head, without its body; empty when the other end closed.
asio::awaitable<std::string> read_head(tcp::socket& socket) {
  std::string head;
  Code error;
  co_await asio::async_read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n",
                                  asio::redirect_error(asio::use_awaitable, error));
  if (error) head.clear();
  co_return head;
}

asio::awaitable<bool> send(tcp::socket& socket, std::string_view text) {
  Code error;
  co_await asio::async_write(socket, asio::buffer(text), asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

asio::awaitable<void> serve_tunnel(tcp::socket socket, std::string_view authorization, std::string_view block) {
  for (;;) {
    const std::string head = co_await read_head(socket);
    if (head.empty()) co_return;
    if (head.find(authorization) != std::string::npos) break;
    (void)co_await send(socket, kRefused);
  }
  (void)co_await send(socket, kEstablished);
  const std::string request = co_await read_head(socket);
  if (request.empty()) co_return;
  const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kFileSize) + "\r\n\r\n";
  bool going = co_await send(socket, answer);
  for (long long sent = 0; going && sent < kFileSize; sent += static_cast<long long>(block.size())) {
    going = co_await send(socket, block);
  }
}

asio::awaitable<void> serve(tcp::acceptor& acceptor, std::string_view authorization, std::string_view block) {
  for (;;) {
    Code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error) continue;
    asio::co_spawn(acceptor.get_executor(), serve_tunnel(std::move(socket), authorization, block), asio::detached);
  }
}

int upstream(std::string_view authorization) {
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  acceptor.listen(4096);
  std::printf("%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  const std::string block(std::size_t{256} * 1024, 'a');
  asio::co_spawn(context, serve(acceptor, authorization, block), asio::detached);
  std::thread([&] { context.run(); }).detach();
  wait_for_end_of_input();
  std::_Exit(0);
}

/// A tunnel that is open, or a closed socket.
asio::awaitable<tcp::socket> open_tunnel(unsigned short port) {
  tcp::socket socket(co_await asio::this_coro::executor);
  const tcp::endpoint proxy(asio::ip::address_v4::loopback(), port);
  Code error;
  co_await socket.async_connect(proxy, asio::redirect_error(asio::use_awaitable, error));
  bool open = !error;
  if (open) open = co_await send(socket, kConnect);
  if (open) {
    const std::string head = co_await read_head(socket);
    open = head.starts_with("HTTP/1.1 200") || head.starts_with("HTTP/1.0 200");
  }
  if (!open) socket.close(error);
  co_return socket;
}

struct Tally {
  long opened = 0;
  long failed = 0;
};

asio::awaitable<void> open_until(Clock::time_point end, unsigned short port, Tally& tally) {
  while (Clock::now() < end) {
    tcp::socket socket = co_await open_tunnel(port);
    ++(socket.is_open() ? tally.opened : tally.failed);
    // Ends without waiting in TIME_WAIT, of which a machine has a limited number.
    Code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
  }
}

int open(unsigned short port, int seconds) {
  asio::io_context context(1);
  Tally tally;
  const auto end = Clock::now() + std::chrono::seconds(seconds);
  for (int i = 0; i < kAtATime; ++i) asio::co_spawn(context, open_until(end, port, tally), asio::detached);
  context.run();
  std::printf("%.0f %ld\n", static_cast<double>(tally.opened) / seconds, tally.failed);
  return 0;
}

/// Opens the tunnels one after the other; those that did not open are missing at the end.
asio::awaitable<void> open_all(unsigned short port, int count, bool stalled, std::vector<tcp::socket>& tunnels) {
  for (int i = 0; i < count; ++i) {
    tcp::socket socket = co_await open_tunnel(port);
    if (!socket.is_open()) co_return;
    if (stalled) (void)co_await send(socket, kGet);
    tunnels.push_back(std::move(socket));
  }
}

int hold(unsigned short port, int count, bool stalled) {
  asio::io_context context(1);
  std::vector<tcp::socket> tunnels;
  asio::co_spawn(context, open_all(port, count, stalled, tunnels), asio::detached);
  context.run();
  if (tunnels.size() != static_cast<std::size_t>(count)) {
    std::fprintf(stderr, "tunnels: only %zu of %d tunnels opened\n", tunnels.size(), count);
    return 1;
  }
  std::puts("open");
  std::fflush(stdout);
  wait_for_end_of_input();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);

  const std::string_view mode = argc > 1 ? argv[1] : "";
  const auto port = static_cast<unsigned short>(argc > 2 ? std::atoi(argv[2]) : 0);
  if (mode == "upstream" && argc == 3) return upstream(argv[2]);
  if (mode == "open" && argc == 4) return open(port, std::atoi(argv[3]));
  if (mode == "hold" && argc >= 4) return hold(port, std::atoi(argv[3]), argc > 4);
  std::fprintf(stderr, "usage: tunnels upstream AUTHORIZATION | open PORT SECONDS | hold PORT COUNT [stalled]\n");
  return 2;
}
