// What a relay beside a real client lives through. tests/soak has what takes longer.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <fstream>
#include <future>
#include <iostream>
#include <vector>

#include "support/busy_server.hpp"
#include "support/origin_server.hpp"
#include "support/process_footprint.hpp"
#include "support/relay_client.hpp"
#include "support/relayed_app.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/squid.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

/// The limit of descriptors for this process and, unless a test lowers it, for those that it starts.
rlim_t raise_own_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

class RelayReliability : public ::testing::Test {
 protected:
  RelayReliability() {
    sallyport.use_proxy(free_port());
    EXPECT_EQ(sallyport({"settings", "set", "delivery=relay"}).code, 0);
  }
  /// Loopback is reached directly.
  [[nodiscard]] std::string direct() const { return "127.0.0.1:" + std::to_string(server.port()); }
  [[nodiscard]] std::string by_proxy() const { return "origin.test:" + std::to_string(server.port()); }
  static bool echoes(RelayClient& tunnel) {
    tunnel.send("ping");
    return tunnel.read(4) == "ping";
  }

  BusyServer server;
  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

TEST_F(RelayReliability, HoldsThousandsOfTunnels) {
  constexpr std::size_t kWanted = 4000;
  constexpr std::size_t kSpare = 300;
  // Two ends of each are in this process, and two in the relay's.
  const std::size_t tunnels = std::min<std::size_t>(kWanted, (raise_own_limit() - kSpare) / 2);
  const RelayedApp app(sallyport, {"sleep", "1000"}, "ulimit -Sn 256");
  ASSERT_EQ(RelayClient(app.port()).get("http://" + direct() + "/"), 200);
  const auto before = footprint_of(app.supervisor());
  std::deque<RelayClient> open;
  for (std::size_t i = 0; i < tunnels; ++i) {
    ASSERT_EQ(open.emplace_back(app.port()).connect(direct()), 200) << i;
  }
  for (RelayClient& tunnel : open) ASSERT_TRUE(echoes(tunnel));
  const auto during = footprint_of(app.supervisor());
  std::cout << tunnels << " tunnels: " << before << ", then " << during << ": "
            << 1024 * (during.kilobytes - before.kilobytes) / static_cast<long>(tunnels) << " bytes each\n";
  EXPECT_EQ(RelayClient(app.port()).get("http://" + direct() + "/"), 200);
  open.clear();
  EXPECT_TRUE(wait_for([&] { return footprint_of(app.supervisor()).descriptors <= before.descriptors + 2; }));
  EXPECT_TRUE(wait_for([&] { return server.open() <= 2; }));
}

TEST_F(RelayReliability, LeavesTheClientTheLimitThatItWasGiven) {
  const RelayedApp app(sallyport, {"sleep", "1000"}, "ulimit -Sn 256; ulimit -Hn 1000");
  const auto limits_of = [](pid_t pid) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/limits");
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  EXPECT_THAT(limits_of(app.pid()), ContainsRegex("Max open files +256 +1000 "));
  EXPECT_THAT(limits_of(app.supervisor()), ContainsRegex("Max open files +1000 +1000 "));
}

TEST_F(RelayReliability, LetsConnectionsWaitThatItHasNoDescriptorsFor) {
  raise_own_limit();
  const RelayedApp app(sallyport, {"sleep", "1000"}, "ulimit -n 160");
  std::deque<RelayClient> all;
  for (int i = 0; i < 200; ++i) all.emplace_back(app.port()).send("CONNECT " + direct() + " HTTP/1.1\r\n\r\n");
  // Each is served once others have left, and none is refused.
  for (; !all.empty(); all.pop_front()) {
    ASSERT_THAT(all.front().read_until("\r\n\r\n"), HasSubstr("HTTP/1.1 200 "));
    ASSERT_TRUE(echoes(all.front()));
  }
  EXPECT_EQ(RelayClient(app.port()).get("http://" + direct() + "/"), 200);
}

TEST_F(RelayReliability, ExplainsThatTheProxyIsGoneAndGoesOnWhenItIsBack) {
  Squid proxy(Squid::Scheme::kBasic, "alice", "right");
  sallyport.use_proxy(proxy.port(), "alice", "right");
  const RelayedApp app(sallyport, {"sleep", "1000"});
  const std::string request = "GET http://" + by_proxy() + "/ HTTP/1.1\r\nConnection: close\r\n\r\n";
  const auto ask = [&] {
    RelayClient client(app.port());
    client.send(request);
    return client.read(4096);
  };
  EXPECT_THAT(ask(), HasSubstr("HTTP/1.1 200 "));
  RelayClient tunnel(app.port());
  EXPECT_EQ(tunnel.connect(by_proxy()), 200);
  proxy.stop();
  const std::string page = ask();
  EXPECT_THAT(page, HasSubstr("HTTP/1.1 502 "));
  EXPECT_THAT(page, HasSubstr("Nothing listens at \"127.0.0.1\" on port " + std::to_string(proxy.port())));
  EXPECT_EQ(RelayClient(app.port()).connect(by_proxy()), 502);
  EXPECT_EQ(tunnel.read(1), "") << "the tunnel has ended";
  proxy.start_again();
  EXPECT_THAT(ask(), HasSubstr("HTTP/1.1 200 "));
  EXPECT_EQ(RelayClient(app.port()).connect(by_proxy()), 200);
}

TEST_F(RelayReliability, EndsWithAClientThatIsKilled) {
  Squid proxy(Squid::Scheme::kBasic, "alice", "right");
  sallyport.use_proxy(proxy.port(), "alice", "right");
  // A tunnel of the client's own, which it holds open.
  const std::string script =
      "import os, socket\n"
      "s = socket.create_connection(('127.0.0.1', int(os.environ['http_proxy'].rsplit(':', 1)[1])))\n"
      "s.sendall(b'CONNECT " +
      by_proxy() +
      " HTTP/1.1\\r\\n\\r\\n')\n"
      "while s.recv(4096): pass\n";
  RelayedApp app(sallyport, {"/usr/bin/python3", "-c", script});
  ASSERT_TRUE(wait_for([&] { return server.open() == 1; }));
  ASSERT_EQ(::kill(app.pid(), SIGKILL), 0);
  EXPECT_EQ(app.finish().code, 128 + SIGKILL);
  EXPECT_FALSE(listens(app.port()));
  EXPECT_TRUE(wait_for([&] { return server.open() == 0; }));
}

TEST_F(RelayReliability, ChangesTheProxyUnderLoadWithoutAFailedRequest) {
  Squid old_proxy(Squid::Scheme::kBasic, "alice", "right");
  Squid new_proxy(Squid::Scheme::kBasic, "bob", "other");
  sallyport.use_proxy(old_proxy.port(), "alice", "right");
  const RelayedApp app(sallyport, {"sleep", "1000"});
  RelayClient tunnel(app.port());
  ASSERT_EQ(tunnel.connect(by_proxy()), 200);

  std::atomic<bool> stop = false;
  std::atomic<int> served = 0;
  std::vector<std::future<std::string>> load;
  for (int i = 0; i < 8; ++i) {
    load.push_back(std::async(std::launch::async, [&] {
      RelayClient client(app.port());
      for (; !stop; ++served) {
        client.send("GET http://" + by_proxy() + "/ HTTP/1.1\r\n\r\n");
        std::string answer = client.read_until("\r\n\r\n");
        if (!answer.starts_with("HTTP/1.1 200 ")) return answer + client.read(2000);
        (void)client.read(BusyServer::kBody.size());
      }
      return std::string();
    }));
  }
  ASSERT_TRUE(wait_for([&] { return served > 200; }));
  const std::string port = std::to_string(new_proxy.port());
  // The password first: between the two, requests would be told that there is none.
  sallyport({"credential", "set", "custom", "--username", "bob", "--proxy", "127.0.0.1:" + port}, "other");
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.port=" + port, "custom_proxy.username=bob"}).code, 0);
  ASSERT_TRUE(wait_for([&] { return !new_proxy.logins().empty(); }));
  const int at_change = served;
  ASSERT_TRUE(wait_for([&] { return served > at_change + 200; }));
  EXPECT_TRUE(echoes(tunnel)) << "it stays on the way that it took";
  old_proxy.stop();
  const int at_stop = served;
  EXPECT_TRUE(wait_for([&] { return served > at_stop + 200; }));
  stop = true;
  for (auto& each : load) EXPECT_EQ(each.get(), "");
}

}  // namespace
}  // namespace sallyport
