// The two ends of CONNECT tunnels, to measure what stands between them.
//   tunnels upstream AUTHORIZATION      a proxy that wants that login (`Basic …`), answers CONNECT itself and prints
//   its
//                                       port; a request within the tunnel is answered with 512 MiB
//   tunnels open PORT SECONDS           opens and closes tunnels through the proxy at PORT, 32 at a time, and prints
//   how
//                                       many a second
//   tunnels hold PORT COUNT [stalled]   opens that many, prints "open" and holds them; `stalled`: asks for the 512 MiB
//   and
//                                       reads none of it
// Each ends with its standard input. Blocking threads do: nothing of this is what is measured.
#include <sys/resource.h>

#include <atomic>
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

constexpr std::string_view kConnect = "CONNECT bench.test:443 HTTP/1.1\r\nHost: bench.test:443\r\n\r\n";
constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: bench.test\r\n\r\n";
constexpr long long kFileSize = 512LL << 20;

void wait_for_end_of_input() {
  while (std::getchar() != EOF) {
  }
}

/// One head, without its body; empty when the other end closed.
std::string read_head(tcp::socket& socket) {
  std::string head;
  Code error;
  asio::read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n", error);
  return error ? std::string() : head;
}

bool send(tcp::socket& socket, std::string_view text) {
  Code error;
  asio::write(socket, asio::buffer(text), error);
  return !error;
}

void serve_tunnel(tcp::socket socket, std::string_view authorization) {
  for (;;) {
    const std::string head = read_head(socket);
    if (head.empty()) return;
    if (head.find(authorization) != std::string::npos) break;
    send(socket,
         "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"bench\"\r\n"
         "Content-Length: 0\r\n\r\n");
  }
  if (!send(socket, "HTTP/1.1 200 Connection established\r\n\r\n") || read_head(socket).empty()) return;
  send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kFileSize) + "\r\n\r\n");
  const std::string block(std::size_t{256} * 1024, 'a');
  for (long long sent = 0; sent < kFileSize; sent += static_cast<long long>(block.size())) {
    if (!send(socket, block)) return;
  }
}

int upstream(std::string_view authorization) {
  asio::io_context context;
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  acceptor.listen(4096);
  std::printf("%d\n", acceptor.local_endpoint().port());
  std::fflush(stdout);
  std::thread([&] {
    for (;;) {
      Code error;
      tcp::socket socket = acceptor.accept(error);
      if (!error) std::thread(serve_tunnel, std::move(socket), authorization).detach();
    }
  }).detach();
  wait_for_end_of_input();
  std::_Exit(0);
}

/// A tunnel that is open, or a closed socket.
tcp::socket open_tunnel(asio::io_context& context, unsigned short port) {
  tcp::socket socket(context);
  Code error;
  socket.connect({asio::ip::address_v4::loopback(), port}, error);
  if (error || !send(socket, kConnect) || read_head(socket).rfind("HTTP/1.1 200", 0) != 0) socket.close(error);
  return socket;
}

int open(unsigned short port, int seconds) {
  std::atomic<long> opened = 0;
  std::atomic<long> failed = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  std::vector<std::thread> threads;
  for (int i = 0; i < 32; ++i) {
    threads.emplace_back([&] {
      asio::io_context context;
      while (std::chrono::steady_clock::now() < end) {
        tcp::socket socket = open_tunnel(context, port);
        ++(socket.is_open() ? opened : failed);
        // Ends without waiting in TIME_WAIT, of which a machine has a limited number.
        Code ignored;
        socket.set_option(asio::socket_base::linger(true, 0), ignored);
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::printf("%.0f %ld\n", static_cast<double>(opened) / seconds, failed.load());
  return 0;
}

int hold(unsigned short port, int count, bool stalled) {
  asio::io_context context;
  std::vector<tcp::socket> tunnels;
  for (int i = 0; i < count; ++i) {
    tunnels.push_back(open_tunnel(context, port));
    if (!tunnels.back().is_open()) {
      std::fprintf(stderr, "tunnels: only %d of %d tunnels opened\n", i, count);
      return 1;
    }
    if (stalled) send(tunnels.back(), kGet);
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
