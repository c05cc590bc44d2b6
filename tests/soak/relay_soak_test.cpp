#include <gmock/gmock.h>
#include <sys/resource.h>

#include <algorithm>
#include <deque>
#include <future>
#include <iostream>
#include <string>
#include <vector>

#include "support/busy_server.hpp"
#include "support/origin_server.hpp"
#include "support/process_footprint.hpp"
#include "support/relay_client.hpp"
#include "support/relayed_app.hpp"
#include "support/squid.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

class RelaySoak : public ::testing::Test {
 protected:
  RelaySoak() {
    sallyport.use_proxy(proxy.port(), "alice", "right");
    EXPECT_EQ(sallyport({"settings", "set", "delivery=relay"}).code, 0);
  }

  BusyServer server;
  Squid proxy{Squid::Scheme::kBasic, "alice", "right", "access_log none\n"};
  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

TEST_F(RelaySoak, DoesNotGrowInAHundredThousandRequests) {
  constexpr int kClients = 8;
  constexpr int kRequests = 100'000;
  constexpr int kWarmUp = 20'000;
  const RelayedApp app(sallyport, {"sleep", "100000"});
  const std::string by_proxy = "origin.test:" + std::to_string(server.port());
  const std::string direct = "127.0.0.1:" + std::to_string(server.port());
  const std::string nobody = "127.0.0.1:" + std::to_string(free_port());

  /// What one client does of `count` requests, and how often it was not served as it should be.
  const auto work = [&](int count) {
    int failed = 0;
    for (int done = 0; done < count;) {
      RelayClient client(app.port());
      // A connection is kept for some requests; then something else happens to it.
      for (int kept = 0; kept < 50 && done < count; ++kept, ++done) {
        failed += client.get("http://" + (done % 2 == 0 ? by_proxy : direct) + "/") != 200;
      }
      switch (done / 50 % 4) {
        case 0:
          failed += client.connect(by_proxy) != 200;
          break;
        case 1:
          failed += client.get("http://" + nobody + "/") != 502;
          break;
        case 2:
          client.send("POST http://" + by_proxy + "/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe");
          break;
        default:
          client.send("GET http://" + by_proxy);
          break;
      }
    }
    return failed;
  };
  const auto all_work = [&](int count) {
    std::vector<std::future<int>> clients;
    for (int i = 0; i < kClients; ++i) clients.push_back(std::async(std::launch::async, work, count / kClients));
    int failed = 0;
    for (auto& client : clients) failed += client.get();
    return failed;
  };

  EXPECT_EQ(all_work(kWarmUp), 0);
  const ProcessFootprint before = footprint_of(app.supervisor());
  EXPECT_EQ(all_work(kRequests - kWarmUp), 0);
  const ProcessFootprint after = footprint_of(app.supervisor());
  std::cout << before << " after " << kWarmUp << " requests, " << after << " after " << kRequests << "\n";
  EXPECT_GT(before.kilobytes, 0);
  // Connections that are kept hold their buffers; how many there are at the end is chance.
  constexpr long kKept = 16;
  const long more_kept = std::max(0L, after.descriptors - before.descriptors);
  EXPECT_LE(after.kilobytes, before.kilobytes + before.kilobytes / 20 + kKept * more_kept);
  EXPECT_LE(after.descriptors, before.descriptors + 2 * kClients);
  EXPECT_LE(after.threads, before.threads);
}

TEST_F(RelaySoak, HoldsAsManyTunnelsAsItMayHaveDescriptorsFor) {
  constexpr std::size_t kSpare = 300;
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  // Both ends of each are in this process; a port of loopback for each, twice.
  const std::size_t tunnels = std::min<std::size_t>(12'000, (limit.rlim_cur - kSpare) / 2);
  const RelayedApp app(sallyport, {"sleep", "100000"});
  const std::string direct = "127.0.0.1:" + std::to_string(server.port());
  const ProcessFootprint before = footprint_of(app.supervisor());
  std::deque<RelayClient> open;
  for (std::size_t i = 0; i < tunnels; ++i) ASSERT_EQ(open.emplace_back(app.port()).connect(direct), 200) << i;
  for (RelayClient& tunnel : open) {
    tunnel.send("ping");
    ASSERT_EQ(tunnel.read(4), "ping");
  }
  const ProcessFootprint during = footprint_of(app.supervisor());
  std::cout << tunnels << " tunnels: " << before << ", then " << during << ": "
            << 1024 * (during.kilobytes - before.kilobytes) / static_cast<long>(tunnels) << " bytes each\n";
  open.clear();
  EXPECT_TRUE(wait_for([&] { return server.open() == 0; }));
  EXPECT_EQ(RelayClient(app.port()).get("http://" + direct + "/"), 200);
}

}  // namespace
}  // namespace sallyport
