#include "relay/loopback_relay.hpp"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "support/fake_peer_admission.hpp"
#include "support/fake_proxy_logins.hpp"
#include "support/fake_system_proxy.hpp"
#include "support/fake_tls.hpp"
#include "support/origin_server.hpp"
#include "support/wait_for.hpp"

namespace sallyport::relay {
namespace {

using boost::asio::ip::tcp;

/// A server that answers each connection with a script of blocking calls, one connection after the other.
class ScriptedServer {
 public:
  using Script = std::function<void(tcp::socket&)>;

  explicit ScriptedServer(Script script) : script_(std::move(script)) {
    thread_ = std::thread([this] {
      for (;;) {
        boost::system::error_code error;
        tcp::socket socket = acceptor_.accept(error);
        if (error || stopping_) return;
        ++connections_;
        handle_ = socket.native_handle();
        try {
          script_(socket);
        } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch): the relay has closed
        }
      }
    });
  }
  ~ScriptedServer() {
    stopping_ = true;
    // The relay may keep the connection that the script reads from.
    if (const int handle = handle_; handle >= 0) ::shutdown(handle, SHUT_RDWR);
    boost::system::error_code ignored;
    tcp::socket(io_).connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  boost::asio::io_context io_;
  tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
  Script script_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::atomic<int> handle_ = -1;  ///< of the last connection
  std::thread thread_;
};

std::string read_until(tcp::socket& socket, std::string_view end) {
  std::string text;
  char byte = 0;
  while (!text.ends_with(end)) {
    boost::asio::read(socket, boost::asio::buffer(&byte, 1));
    text += byte;
  }
  return text;
}

void send(tcp::socket& socket, std::string_view text) { boost::asio::write(socket, boost::asio::buffer(text)); }

class Recorder final : public RequestObserver {
 public:
  void request_ended(RequestRecord record) override {
    const std::lock_guard lock(mutex_);
    records_.push_back(std::move(record));
  }
  [[nodiscard]] std::vector<RequestRecord> records() const {
    const std::lock_guard lock(mutex_);
    return records_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<RequestRecord> records_;
};

class LoopbackRelayTest : public testing::Test {
 protected:
  /// Without a proxy, or with one that is asked for every host but loopback.
  void open(std::uint16_t proxy_port = 0) {
    RelayRules rules;
    rules.settings.system_proxy.enabled = false;
    if (proxy_port != 0) {
      rules.settings.custom_proxy.enabled = true;
      rules.settings.custom_proxy.host = "127.0.0.1";
      rules.settings.custom_proxy.port = proxy_port;
    }
    const auto opened = relay_.open(std::move(rules), 0);
    ASSERT_TRUE(opened) << opened.error().message;
    port_ = *opened;
  }

  tcp::socket connect() {
    tcp::socket socket(io_);
    socket.connect({boost::asio::ip::address_v4::loopback(), port_});
    return socket;
  }

  /// Everything that comes for `request` until the relay closes.
  std::string exchange(std::string_view request) {
    tcp::socket socket = connect();
    boost::system::error_code error;
    boost::asio::write(socket, boost::asio::buffer(request), error);
    socket.shutdown(tcp::socket::shutdown_send, error);
    std::string answer;
    boost::asio::read(socket, boost::asio::dynamic_buffer(answer), error);
    return answer;
  }

  static std::string address(const OriginServer& origin) { return "http://127.0.0.1:" + std::to_string(origin.port()); }

  FakeSystemProxy system_proxy_;
  FakeTls tls_;
  FakePeerAdmission admission_;
  FakeProxyLogins logins_{"Basic right"};
  Recorder recorder_;
  LoopbackRelay relay_{{system_proxy_, tls_, admission_, logins_, &recorder_}};
  boost::asio::io_context io_;
  std::uint16_t port_ = 0;
};

TEST_F(LoopbackRelayTest, ForwardsARequest) {
  const OriginServer origin;
  open();
  tcp::socket socket = connect();
  send(socket, "GET " + address(origin) + "/page HTTP/1.1\r\nHost: x\r\n\r\n");
  const std::string head = read_until(socket, "\r\n\r\n");
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 ")) << head;
  ASSERT_TRUE(wait_for([&] { return !origin.requests().empty(); }));
  EXPECT_TRUE(origin.requests().front().starts_with("get /page http/1.1\r\n")) << origin.requests().front();
}

TEST_F(LoopbackRelayTest, RecordsWhatItCarriedWithoutThePath) {
  const OriginServer origin;
  open();
  (void)exchange("GET " + address(origin) + "/secret?canary HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return recorder_.records().size() == 1; }));
  const RequestRecord record = recorder_.records().front();
  EXPECT_EQ(record.host, "127.0.0.1");
  EXPECT_EQ(record.port, origin.port());
  EXPECT_EQ(record.status, 200U);
  EXPECT_EQ(record.received, std::string_view(OriginServer::kBody).size());
  EXPECT_EQ(record.route.rule, "none");
}

TEST_F(LoopbackRelayTest, AnswersPipelinedRequestsInTurn) {
  const ScriptedServer origin([](tcp::socket& socket) {
    for (;;) {
      const std::string head = read_until(socket, "\r\n\r\n");
      send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + head.substr(5, 2));
    }
  });
  open();
  tcp::socket socket = connect();
  const std::string at = "http://127.0.0.1:" + std::to_string(origin.port());
  send(socket, "GET " + at + "/p1 HTTP/1.1\r\n\r\nGET " + at + "/p2 HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "p1").starts_with("HTTP/1.1 200"));
  EXPECT_TRUE(read_until(socket, "p2").starts_with("HTTP/1.1 200"));
  EXPECT_EQ(origin.connections(), 1);
}

TEST_F(LoopbackRelayTest, KeepsTrailersAndChunksAsTheyCame) {
  const ScriptedServer origin([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket,
         "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n3\r\nabc\r\n0\r\nX-T: v\r\n\r\n");
  });
  open();
  tcp::socket socket = connect();
  send(socket, "GET http://127.0.0.1:" + std::to_string(origin.port()) + "/ HTTP/1.1\r\n\r\n");
  (void)read_until(socket, "\r\n\r\n");
  EXPECT_EQ(read_until(socket, "X-T: v\r\n\r\n"), "3\r\nabc\r\n0\r\nX-T: v\r\n\r\n");
}

TEST_F(LoopbackRelayTest, TakesChunksOffForHttp10) {
  const ScriptedServer origin([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  });
  open();
  const std::string answer = exchange("GET http://127.0.0.1:" + std::to_string(origin.port()) + "/ HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(answer.ends_with("\r\n\r\nabcde")) << answer;
  EXPECT_EQ(answer.find("chunked"), std::string::npos);
}

TEST_F(LoopbackRelayTest, PassesAHeadOnlyAnswerOn) {
  const ScriptedServer origin([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 204 No Content\r\n\r\n");
  });
  open();
  tcp::socket socket = connect();
  const std::string at = "http://127.0.0.1:" + std::to_string(origin.port());
  send(socket, "HEAD " + at + "/ HTTP/1.1\r\n\r\n");
  EXPECT_NE(read_until(socket, "\r\n\r\n").find("Content-Length: 1000"), std::string::npos);
  send(socket, "GET " + at + "/ HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 204"));
}

TEST_F(LoopbackRelayTest, PassesInterimAnswersOnBeforeTheBody) {
  const ScriptedServer origin([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
    (void)read_until(socket, "hello");
    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  open();
  tcp::socket socket = connect();
  send(socket, "POST http://127.0.0.1:" + std::to_string(origin.port()) +
                   "/ HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 100"));
  send(socket, "hello");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 200"));
}

TEST_F(LoopbackRelayTest, TunnelsBothWaysAndKeepsAHalfClose) {
  const ScriptedServer origin([](tcp::socket& socket) {
    std::string text;
    boost::system::error_code error;
    boost::asio::read(socket, boost::asio::dynamic_buffer(text), error);
    send(socket, "got " + text);
  });
  open();
  tcp::socket socket = connect();
  // The first bytes come with the request, as some clients send them.
  send(socket, "CONNECT 127.0.0.1:" + std::to_string(origin.port()) + " HTTP/1.1\r\n\r\nearly ");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 200"));
  send(socket, "late");
  socket.shutdown(tcp::socket::shutdown_send);
  EXPECT_EQ(read_until(socket, "late"), "got early late");
}

TEST_F(LoopbackRelayTest, SwitchesProtocolsWithTheOrigin) {
  const ScriptedServer origin([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
    send(socket, read_until(socket, "ping"));
  });
  open();
  tcp::socket socket = connect();
  send(socket, "GET http://127.0.0.1:" + std::to_string(origin.port()) +
                   "/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 101"));
  send(socket, "ping");
  EXPECT_EQ(read_until(socket, "ping"), "ping");
}

/// A proxy that wants `Basic right`, and says what it was asked.
std::string answer_of_strict_proxy(const std::string& head) {
  if (head.find("Proxy-Authorization: Basic right\r\n") == std::string::npos) {
    return "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"r\"\r\n"
           "Content-Length: 4\r\n\r\nwhat";
  }
  return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
}

TEST_F(LoopbackRelayTest, SignsInAtTheProxyOnceItAsks) {
  std::vector<std::string> heads;
  const ScriptedServer proxy([&heads](tcp::socket& socket) {
    for (;;) {
      heads.push_back(read_until(socket, "\r\n\r\n"));
      send(socket, answer_of_strict_proxy(heads.back()));
    }
  });
  open(proxy.port());
  tcp::socket socket = connect();
  for (int i = 0; i < 2; ++i) {
    send(socket, "GET http://origin.test/page HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200")) << i;
  }
  relay_.close();
  // Never before it was asked; then always, on the one connection.
  ASSERT_EQ(heads.size(), 3U);
  EXPECT_EQ(heads[0].find("Proxy-Authorization"), std::string::npos);
  EXPECT_TRUE(heads[1].starts_with("GET http://origin.test/page HTTP/1.1\r\n")) << heads[1];
  EXPECT_NE(heads[1].find("Proxy-Authorization"), std::string::npos);
  EXPECT_NE(heads[2].find("Proxy-Authorization"), std::string::npos);
  EXPECT_EQ(proxy.connections(), 1);
}

TEST_F(LoopbackRelayTest, SendsASmallBodyAgainAfterTheChallenge) {
  const ScriptedServer proxy([](tcp::socket& socket) {
    for (;;) {
      const std::string head = read_until(socket, "\r\n\r\n");
      EXPECT_EQ(read_until(socket, "hello"), "hello");
      send(socket, answer_of_strict_proxy(head));
    }
  });
  open(proxy.port());
  tcp::socket socket = connect();
  send(socket, "POST http://origin.test/ HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200"));
}

TEST_F(LoopbackRelayTest, AsksBeforeItSendsABodyOfUnknownSize) {
  std::vector<std::string> heads;
  const ScriptedServer proxy([&heads](tcp::socket& socket) {
    for (;;) {
      heads.push_back(read_until(socket, "\r\n\r\n"));
      if (heads.back().starts_with("POST")) (void)read_until(socket, "0\r\n\r\n");
      send(socket, heads.back().starts_with("HEAD")
                       ? "HTTP/1.1 407 Asked\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 4\r\n\r\n"
                       : answer_of_strict_proxy(heads.back()));
    }
  });
  open(proxy.port());
  tcp::socket socket = connect();
  send(socket, "POST http://origin.test/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200"));
  relay_.close();
  ASSERT_EQ(heads.size(), 2U);
  EXPECT_TRUE(heads[0].starts_with("HEAD "));
  EXPECT_TRUE(heads[1].starts_with("POST "));
}

TEST_F(LoopbackRelayTest, SignsInForATunnel) {
  const ScriptedServer proxy([](tcp::socket& socket) {
    const std::string head = read_until(socket, "\r\n\r\n");
    EXPECT_TRUE(head.starts_with("CONNECT origin.test:443 HTTP/1.1\r\n")) << head;
    if (head.find("Basic right") == std::string::npos) {
      send(socket, "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    send(socket, "HTTP/1.1 200 OK\r\n\r\nwelcome");
  });
  open(proxy.port());
  tcp::socket socket = connect();
  send(socket, "CONNECT origin.test:443 HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 200"));
  EXPECT_EQ(read_until(socket, "welcome"), "welcome");
}

TEST_F(LoopbackRelayTest, PassesTheProxysRefusalOfATunnelOn) {
  const ScriptedServer proxy([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  open(proxy.port());
  const std::string answer = exchange("CONNECT origin.test:22 HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 403")) << answer;
}

TEST_F(LoopbackRelayTest, NewRulesCountForTheNextRequest) {
  const OriginServer origin;
  const ScriptedServer proxy([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nby proxy!");
  });
  open();
  const std::string request = "GET http://origin.test/ HTTP/1.1\r\nConnection: close\r\n\r\n";
  EXPECT_TRUE(exchange(request).starts_with("HTTP/1.1 502"));  // there is no such name
  RelayRules rules;
  rules.settings.custom_proxy.enabled = true;
  rules.settings.custom_proxy.host = "127.0.0.1";
  rules.settings.custom_proxy.port = proxy.port();
  relay_.set_rules(std::move(rules));
  EXPECT_TRUE(exchange(request).ends_with("by proxy!"));
}

TEST_F(LoopbackRelayTest, SaysWhyNothingAnswers) {
  open();
  const std::string answer = exchange("GET http://127.0.0.1:" + std::to_string(free_port()) + "/ HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 502")) << answer;
  EXPECT_NE(answer.find("Nothing listens"), std::string::npos);
}

TEST_F(LoopbackRelayTest, ClosesUnreadWhoIsNotAdmitted) {
  open();
  admission_.admits_ = false;
  EXPECT_EQ(exchange("GET http://127.0.0.1:1/ HTTP/1.1\r\n\r\n"), "");
}

TEST_F(LoopbackRelayTest, RefusesARequestToItself) {
  open();
  const std::string own = "127.0.0.1:" + std::to_string(port_);
  EXPECT_TRUE(exchange("GET http://" + own + "/ HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 508"));
  EXPECT_TRUE(exchange("CONNECT localhost:" + std::to_string(port_) + " HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 508"));
}

struct Hostile {
  const char* name;
  std::string request;
  const char* answer;  ///< how it starts; empty: closed without a word
};

class HostileRequest : public LoopbackRelayTest, public testing::WithParamInterface<Hostile> {};

/// The attacker gets no connection to anywhere, no second answer, and the relay lives on.
TEST_P(HostileRequest, GetsNothing) {
  const OriginServer origin;
  open();
  std::string request = GetParam().request;
  if (const auto at = request.find("ORIGIN"); at != std::string::npos) {
    request.replace(at, 6, "127.0.0.1:" + std::to_string(origin.port()));
  }
  const std::string answer = exchange(request);
  EXPECT_TRUE(answer.starts_with(GetParam().answer)) << answer;
  EXPECT_EQ(answer.find("HTTP/1.1 ", 1), std::string::npos) << answer;
  EXPECT_TRUE(origin.requests().empty());
  EXPECT_TRUE(
      exchange("GET " + address(origin) + "/ HTTP/1.1\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 200"));
}

INSTANTIATE_TEST_SUITE_P(
    Table, HostileRequest,
    testing::Values(
        Hostile{"OriginForm", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400"},
        Hostile{"BareLineFeeds", "GET http://ORIGIN/ HTTP/1.1\nHost: x\n\n", "HTTP/1.1 400"},
        Hostile{"LengthAndChunks",
                "POST http://ORIGIN/ HTTP/1.1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET "
                "http://127.0.0.1:1/ HTTP/1.1\r\n\r\n",
                "HTTP/1.1 400"},
        Hostile{"TwoLengths", "POST http://ORIGIN/ HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 400"},
        Hostile{"UnknownCoding", "POST http://ORIGIN/ HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nx", "HTTP/1.1 501"},
        Hostile{"HugeHead", "GET http://ORIGIN/ HTTP/1.1\r\nX: " + std::string(1 << 20, 'a') + "\r\n\r\n",
                "HTTP/1.1 431"},
        Hostile{"NoEnd", "GET http://ORIGIN/ HTTP/1.1\r\n", ""},
        Hostile{"UserInAddress", "GET http://a:b@ORIGIN/ HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
        Hostile{"ConnectWithoutPort", "CONNECT 127.0.0.1 HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
        Hostile{"ConnectPortZero", "CONNECT 127.0.0.1:0 HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
        Hostile{"ConnectWithBody", "CONNECT 127.0.0.1:1 HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 400"},
        Hostile{"NotHttp", std::string("\x16\x03\x01\x02\x00\x01", 6) + "\r\n\r\n", "HTTP/1.1 400"},
        Hostile{"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 400"},
        Hostile{"NulInHead", std::string("GET http://ORIGIN/ HTTP/1.1\r\nX: a\0b\r\n\r\n", 39), "HTTP/1.1 400"}),
    [](const auto& hostile) { return hostile.param.name; });

/// A body whose chunks break off: the origin must not take what came for the whole.
TEST_F(LoopbackRelayTest, BreaksAnUploadOffThatBreaksItsRules) {
  std::string seen;
  const ScriptedServer origin([&seen](tcp::socket& socket) {
    boost::system::error_code error;
    boost::asio::read(socket, boost::asio::dynamic_buffer(seen), error);
  });
  open();
  (void)exchange("POST http://127.0.0.1:" + std::to_string(origin.port()) +
                 "/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz\r\n");
  relay_.close();
  EXPECT_EQ(seen.find("0\r\n\r\n"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::relay
