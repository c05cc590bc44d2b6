#include "cli/demo_network.hpp"

#include <gtest/gtest.h>

#include "cli/demo_probe.hpp"

namespace sallyport {
namespace {

class DemoNetworkTest : public ::testing::Test {
 protected:
  DemoNetworkTest() : network(DemoNetwork::start("demo", Secret("p@ss")).value()) {}

  int visit(const std::string& proxy, const std::string& host = DemoNetwork::kHost) {
    Environment environment;
    if (!proxy.empty()) environment.set("http_proxy", proxy + std::to_string(network->proxy_port()));
    return probe("http://" + host + ":" + std::to_string(network->origin_port()) + "/", environment).value_or(0);
  }

  std::unique_ptr<DemoNetwork> network;
};

TEST_F(DemoNetworkTest, RefusesWithoutThePassword) {
  EXPECT_EQ(visit("http://127.0.0.1:"), 407);
  EXPECT_EQ(visit("http://demo:wrong@127.0.0.1:"), 407);
  EXPECT_EQ(visit("http://other:p%40ss@127.0.0.1:"), 407);
  EXPECT_EQ(network->visits().refused, 3);
  EXPECT_TRUE(network->visits().users.empty());
}

TEST_F(DemoNetworkTest, LetsThePasswordThroughAndKeepsItFromTheServer) {
  EXPECT_EQ(visit("http://demo:p%40ss@127.0.0.1:"), 200);
  EXPECT_EQ(network->visits().users, std::vector<std::string>{"demo"});
  EXPECT_EQ(network->visits().direct, 0);
  EXPECT_FALSE(network->visits().password_leaked);
}

TEST_F(DemoNetworkTest, TellsDirectRequestsApart) {
  EXPECT_EQ(visit(""), 200);
  EXPECT_EQ(network->visits().direct, 1);
  EXPECT_TRUE(network->visits().users.empty());
}

TEST_F(DemoNetworkTest, ReachesItsOwnServerOnly) {
  EXPECT_EQ(visit("http://demo:p%40ss@127.0.0.1:", "localhost"), 502);
}

}  // namespace
}  // namespace sallyport
