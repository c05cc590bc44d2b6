#include <gmock/gmock.h>

#include <functional>
#include <regex>

#include "cli/demo_network.hpp"
#include "support/origin_server.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/tinyproxy.hpp"

namespace sallyport {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// A program that fetches a URL, and how it tells the status. Going direct, each takes `*.test` to be 127.0.0.1, but
/// for wget, which cannot.
struct WebClient {
  std::string name;
  std::vector<std::string> (*command)(const std::string& url, std::uint16_t origin_port);
  int (*status)(const HelperProcess::Ended& ended);
  bool resolves = true;
};

std::vector<std::string> curl_command(const std::string& url, std::uint16_t origin_port) {
  return {"curl",
          "-q",
          "-sS",
          "--max-time",
          "20",
          "-o",
          "/dev/null",
          "-w",
          "%{http_code}",
          "--resolve",
          "origin.test:" + std::to_string(origin_port) + ":127.0.0.1",
          url};
}

std::vector<std::string> wget_command(const std::string& url, std::uint16_t /*origin_port*/) {
  return {"wget", "--no-config", "-S", "-O", "/dev/null", "--tries=1", "--timeout=20", url};
}

std::vector<std::string> python_command(const std::string& url, std::uint16_t /*origin_port*/) {
  return {"/usr/bin/python3", "-c",
          "import socket, sys, urllib.error, urllib.request\n"
          "lookup = socket.getaddrinfo\n"
          "socket.getaddrinfo = lambda host, *rest: lookup('127.0.0.1' if host.endswith('.test') else host, *rest)\n"
          "try: print(urllib.request.urlopen(sys.argv[1], timeout=20).status)\n"
          "except urllib.error.HTTPError as error: print(error.code)\n",
          url};
}

int printed_status(const HelperProcess::Ended& ended) { return std::atoi(ended.output.c_str()); }

int wget_status(const HelperProcess::Ended& ended) {
  std::smatch found;
  return std::regex_search(ended.messages, found, std::regex("HTTP/1\\.[01] ([0-9]{3})")) ? std::stoi(found[1]) : 0;
}

/// With delivery environment: each client speaks to the proxy itself.
class WebClients : public ::testing::TestWithParam<WebClient> {
 protected:
  WebClients() { EXPECT_EQ(sallyport({"settings", "set", "delivery=environment"}).code, 0); }

  int fetch(const std::vector<std::string>& how, const std::string& host = "origin.test") {
    const std::string url = "http://" + host + ":" + std::to_string(origin.port()) + "/page";
    std::vector<std::string> arguments = how;
    const auto command = GetParam().command(url, origin.port());
    arguments.insert(arguments.end(), command.begin(), command.end());
    ended = sallyport(arguments);
    return GetParam().status(ended);
  }
  /// What a shell set up for the proxy hands down.
  void pollute(std::uint16_t port) {
    for (const char* name : {"http_proxy", "HTTP_PROXY", "https_proxy", "Http_Proxy", "all_proxy"}) {
      sallyport.environment.set(name, "http://127.0.0.1:" + std::to_string(port));
    }
  }

  OriginServer origin;
  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
  HelperProcess::Ended ended;
};

TEST_P(WebClients, GetThroughTheProxyWithThePassword) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  EXPECT_EQ(fetch({"run"}), 200) << ended.messages;
  ASSERT_EQ(origin.requests().size(), 1U);
  EXPECT_THAT(origin.requests()[0], ContainsRegex("via: .*tinyproxy"));
  EXPECT_THAT(origin.requests()[0], Not(HasSubstr("proxy-authorization")));
}

TEST_P(WebClients, AreRefusedWithTheWrongPassword) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  sallyport.use_proxy(proxy.port(), "alice", "wrong");
  // tinyproxy answers a login that it does not know like an origin server would.
  EXPECT_THAT(fetch({"run"}), ::testing::AnyOf(401, 407)) << ended.messages;
  EXPECT_EQ(proxy.requests(), 1);
  EXPECT_THAT(origin.requests(), IsEmpty());

  const auto network = DemoNetwork::start("alice", Secret("s3cret-pw")).value();
  sallyport.use_proxy(network->proxy_port(), "alice", "wrong");
  EXPECT_EQ(fetch({"run"}), 407) << ended.messages;
  EXPECT_EQ(network->visits().refused, 1);
}

TEST_P(WebClients, AreNotStartedWithoutThePassword) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"credential", "clear", "custom"}).code, 0);
  EXPECT_EQ(fetch({"run"}), 0);
  EXPECT_EQ(ended.code, 125);
  EXPECT_THAT(ended.messages, HasSubstr("No password is stored for alice"));
  EXPECT_EQ(proxy.requests(), 0);
}

TEST_P(WebClients, GoPastTheProxyToABypassedHost) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.bypass=origin.test"}).code, 0);
  EXPECT_EQ(fetch({"run"}), GetParam().resolves ? 200 : 0) << ended.messages;
  EXPECT_EQ(proxy.requests(), 0);
  if (GetParam().resolves) {
    ASSERT_EQ(origin.requests().size(), 1U);
    EXPECT_THAT(origin.requests()[0], StartsWith("get /page http/1.1"));
  }
}

TEST_P(WebClients, GoDirectWhenSanitizedWhateverIsInherited) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  pollute(proxy.port());
  EXPECT_EQ(fetch({"run", "--direct"}, "127.0.0.1"), 200) << ended.messages;
  EXPECT_EQ(proxy.requests(), 0);
  ASSERT_EQ(origin.requests().size(), 1U);
  EXPECT_THAT(origin.requests()[0], StartsWith("get /page http/1.1"));
}

TEST_P(WebClients, GoDirectWhenNoProxyIsInForce) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"settings", "set", "system_proxy.enabled=false"}).code, 0);
  pollute(proxy.port());
  EXPECT_EQ(fetch({"run"}, "127.0.0.1"), 200) << ended.messages;
  EXPECT_EQ(proxy.requests(), 0);
}

TEST_P(WebClients, WouldHaveUsedWhatIsInherited) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  pollute(proxy.port());
  const auto command = GetParam().command("http://127.0.0.1:" + std::to_string(origin.port()) + "/page", origin.port());
  const auto alone = sallyport.run("/usr/bin/env", command);
  EXPECT_EQ(GetParam().status(alone), 407) << alone.messages;
}

INSTANTIATE_TEST_SUITE_P(Real, WebClients,
                         ::testing::Values(WebClient{"Curl", curl_command, printed_status},
                                           WebClient{"Wget", wget_command, wget_status, false},
                                           WebClient{"Python", python_command, printed_status}),
                         [](const auto& each) { return each.param.name; });

struct Password {
  std::string name;
  std::string text;
  std::string delivery = "environment";
};

class Passwords : public ::testing::TestWithParam<Password> {};

TEST_P(Passwords, ReachTheProxyAsTheyAre) {
  const auto network = DemoNetwork::start("al ice@corp", Secret(GetParam().text)).value();
  SallyportSandbox sallyport(SALLYPORT_PROGRAM);
  ASSERT_EQ(sallyport({"settings", "set", "delivery=" + GetParam().delivery}).code, 0);
  sallyport.use_proxy(network->proxy_port(), "al ice@corp", GetParam().text + "\n");
  const std::string url =
      "http://" + std::string(DemoNetwork::kHost) + ":" + std::to_string(network->origin_port()) + "/";
  std::size_t served = 0;
  for (const WebClient& client :
       {WebClient{"curl", curl_command, printed_status}, WebClient{"wget", wget_command, wget_status},
        WebClient{"python", python_command, printed_status}}) {
    std::vector<std::string> arguments = {"run", "--"};
    const auto command = client.command(url, network->origin_port());
    arguments.insert(arguments.end(), command.begin(), command.end());
    const auto ended = sallyport(arguments);
    EXPECT_EQ(client.status(ended), 200) << client.name << ": " << ended.messages;
    EXPECT_EQ(network->visits().users.size(), ++served) << client.name;
  }
  EXPECT_EQ(network->visits().direct, 0);
  EXPECT_FALSE(network->visits().password_leaked);
}

INSTANTIATE_TEST_SUITE_P(Real, Passwords,
                         ::testing::Values(Password{"Special", R"(@:/#%?&=[]\ "'$)"},
                                           Password{"NonAscii", "päß€日本🙂"}, Password{"Percent", "%41%%20%"},
                                           Password{"Spaces", "  two  "},
                                           Password{"SpecialThroughRelay", R"(@:/#%?&=[]\ "'$)", "relay"},
                                           Password{"NonAsciiThroughRelay", "päß€日本🙂", "relay"},
                                           Password{"Long", std::string(2000, 'x') + "@"}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace sallyport
