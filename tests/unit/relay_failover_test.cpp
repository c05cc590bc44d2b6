#include <gmock/gmock.h>

#include <string>

#include "support/numbered_origin.hpp"
#include "support/relay_fixture.hpp"
#include "support/wait_for.hpp"

namespace sallyport::relay {
namespace {

using boost::asio::ip::tcp;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

Endpoint at(std::uint16_t port, ProxyProtocol protocol = ProxyProtocol::kHttp) { return {protocol, "127.0.0.1", port}; }

/// A relay whose way a PAC file names.
class RelayFailover : public RelayFixture {
 protected:
  void open_with_pac(std::vector<std::optional<Endpoint>> answer) {
    system_proxy_.pac_answers = std::move(answer);
    RelayRules rules;
    rules.settings.system_proxy.enabled = true;
    rules.system.mode = SystemProxyConfiguration::Mode::kAutomatic;
    const auto opened = relay_.open(std::move(rules), 0);
    ASSERT_TRUE(opened) << opened.error().message;
    port_ = *opened;
  }
  std::string get(const std::string& host) {
    return exchange("GET http://" + host + "/page HTTP/1.1\r\nConnection: close\r\n\r\n");
  }

  NumberedOrigin second_{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"};
};

TEST_F(RelayFailover, AsksAboutTheUrlThatABrowserWouldAskAbout) {
  for (const auto& [request, url] : {std::pair{"CONNECT Origin.test:443 HTTP/1.1\r\n\r\n", "https://origin.test/"},
                                     {"CONNECT origin.test:8443 HTTP/1.1\r\n\r\n", "https://origin.test:8443/"},
                                     {"GET http://origin.test:80/a?b HTTP/1.1\r\n\r\n", "http://origin.test/"},
                                     {"GET http://[2001:db8::1]:81/a HTTP/1.1\r\n\r\n", "http://[2001:db8::1]:81/"}}) {
    open_with_pac({at(second_.port())});
    tcp::socket socket = connect();
    send(socket, request);
    (void)read_until(socket, "\r\n\r\n");
    relay_.close();
    EXPECT_EQ(system_proxy_.url_asked, url);
  }
}

TEST_F(RelayFailover, GoesOnFromDirectToTheProxyBehindIt) {
  open_with_pac({std::nullopt, at(second_.port())});
  EXPECT_THAT(get("nowhere.invalid"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(second_.requests(), ElementsAre("1 GET http://nowhere.invalid/page HTTP/1.1"));
}

TEST_F(RelayFailover, LeavesAProxyThatDoesNotAnswer) {
  open_with_pac({at(free_port()), at(second_.port())});
  EXPECT_THAT(get("origin.test"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(second_.requests(), ElementsAre("1 GET http://origin.test/page HTTP/1.1"));
}

TEST_F(RelayFailover, BlamesNoProxyForAClientThatLeft) {
  std::atomic<int> asked = 0;
  const ScriptedServer first([&asked](tcp::socket& socket) {
    const std::string head = read_until(socket, "\r\n\r\n");
    ++asked;
    if (head.starts_with("CONNECT")) {
      (void)read_until(socket, "never");
    } else {
      send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nfirst");
    }
  });
  open_with_pac({at(first.port()), at(second_.port())});
  tcp::socket leaves = connect();
  send(leaves, "CONNECT origin.test:443 HTTP/1.1\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return asked == 1; }));
  leaves.close();
  ASSERT_TRUE(wait_for([&] { return recorder_.records().size() == 1; }));
  EXPECT_THAT(get("origin.test"), HasSubstr("first"));
  EXPECT_THAT(second_.requests(), IsEmpty());
}

TEST_F(RelayFailover, TriesNothingBehindTheBackOfAProxyThatRefuses) {
  int connections = 0;
  const ScriptedServer socks([&connections](tcp::socket& socket) {
    ++connections;
    std::string text;
    while (text.size() < 3) text += read_until(socket, std::string("\0", 1));
    send(socket, std::string("\x05\x00", 2));
    (void)read_until(socket, "origin.test");
    send(socket, std::string("\x05\x02\x00\x01\0\0\0\0\0\0", 10));
  });
  open_with_pac({at(socks.port(), ProxyProtocol::kSocks5), at(second_.port()), std::nullopt});
  for (int i = 0; i < 2; ++i) {
    const std::string answer = get("origin.test");
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 502"));
    EXPECT_THAT(answer, HasSubstr("origin.test"));
  }
  relay_.close();
  EXPECT_EQ(connections, 2) << "it is no silent proxy either";
  EXPECT_THAT(second_.requests(), IsEmpty());
}

}  // namespace
}  // namespace sallyport::relay
