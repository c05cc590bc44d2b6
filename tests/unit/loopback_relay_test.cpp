#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <memory>
#include <string>
#include <vector>

#include "support/origin_server.hpp"
#include "support/relay_fixture.hpp"
#include "support/wait_for.hpp"

namespace sallyport::relay {
namespace {

using boost::asio::ip::tcp;

class LoopbackRelayTest : public RelayFixture {
 protected:
  std::atomic<std::uint16_t> port_of_proxy_ = 0;
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

TEST_F(LoopbackRelayTest, TellsWhatIsUnderWayToWhoWatches) {
  const ScriptedServer origin([](tcp::socket& socket) {
    send(socket, "hello");
    for (;;) (void)read_until(socket, "\n");
  });
  recorder_.watches_ = true;
  open();
  tcp::socket socket = connect();
  send(socket, "CONNECT 127.0.0.1:" + std::to_string(origin.port()) + " HTTP/1.1\r\n\r\n");
  (void)read_until(socket, "hello");
  ASSERT_TRUE(wait_for([&] { return !recorder_.under_way().empty() && recorder_.under_way().front().received == 5; }));
  const RequestRecord record = recorder_.under_way().front();
  EXPECT_TRUE(record.tunnel);
  EXPECT_EQ(record.status, 200U);
  EXPECT_EQ(record.port, origin.port());
  EXPECT_TRUE(recorder_.records().empty());
  socket.close();
  EXPECT_TRUE(wait_for([&] { return recorder_.under_way().empty() && recorder_.records().size() == 1; }));
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

TEST_F(LoopbackRelayTest, SendsNoRequestWhereAProxyMayWaitForABodyThatWasNotSent) {
  std::vector<std::string> heads;
  const ScriptedServer proxy([&heads](tcp::socket& socket) {
    for (;;) {
      heads.push_back(read_until(socket, "\r\n\r\n"));
      const bool is_first = heads.size() == 1;
      const bool has_login = heads.back().find("Basic right") != std::string::npos;
      if (has_login) {
        send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
        EXPECT_EQ(read_until(socket, "hello"), "hello");
      }
      send(socket, is_first || has_login
                       ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                       : "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n");
    }
  });
  open(proxy.port());
  tcp::socket socket = connect();
  send(socket, "GET http://origin.test/ HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200"));
  send(socket, "POST http://origin.test/ HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 100"));
  send(socket, "hello");
  EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200"));
  relay_.close();
  EXPECT_EQ(heads.size(), 3U);
  EXPECT_EQ(proxy.connections(), 2);
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
  relay_.set_rules(rules(proxy.port()));
  EXPECT_TRUE(exchange(request).ends_with("by proxy!"));
}

TEST_F(LoopbackRelayTest, KeepsNoConnectionThatWasOpenedByOtherRules) {
  const ScriptedServer proxy([this](tcp::socket& socket) {
    for (;;) {
      const std::string head = read_until(socket, "\r\n\r\n");
      if (head.find("/first ") != std::string::npos) relay_.set_rules(rules(port_of_proxy_));
      send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
  });
  port_of_proxy_ = proxy.port();
  open(proxy.port());
  tcp::socket socket = connect();
  for (const char* page : {"first", "second", "third"}) {
    send(socket, std::string("GET http://origin.test/") + page + " HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200")) << page;
  }
  // The third goes by the connection of the second.
  EXPECT_EQ(proxy.connections(), 2);
}

/// How a proxy fails a request while the rules change, and the request.
struct OutdatedWay {
  const char* name;
  const char* proxy_answers;  ///< before it closes
  const char* request;
};

class RelayOutdatedWay : public RelayFixture, public testing::WithParamInterface<OutdatedWay> {};

INSTANTIATE_TEST_SUITE_P(Rules, RelayOutdatedWay,
                         testing::Values(OutdatedWay{"Login", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n",
                                                     "GET http://origin.test/ HTTP/1.1\r\n"},
                                         OutdatedWay{"NoAnswer", "", "GET http://origin.test/ HTTP/1.1\r\n"},
                                         OutdatedWay{"TunnelLogin", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n",
                                                     "CONNECT origin.test:443 HTTP/1.1\r\n"},
                                         OutdatedWay{"TunnelNoAnswer", "", "CONNECT origin.test:443 HTTP/1.1\r\n"},
                                         OutdatedWay{
                                             "BodyLogin", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n",
                                             "POST http://origin.test/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n"}),
                         [](const auto& test) { return test.param.name; });

TEST_P(RelayOutdatedWay, IsLeftForThatOfTheNewRules) {
  const ScriptedServer new_proxy([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    for (;;) (void)read_until(socket, "\r\n");
  });
  const ScriptedServer old_proxy([this, &new_proxy](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    relay_.set_rules(rules(new_proxy.port()));
    send(socket, GetParam().proxy_answers);
  });
  open(old_proxy.port());
  tcp::socket socket = connect();
  send(socket, std::string(GetParam().request) + "\r\n0\r\n\r\n");
  const std::string head = read_until(socket, "\r\n\r\n");
  EXPECT_TRUE(head.starts_with("HTTP/1.1 200 ")) << head;
}

TEST_F(LoopbackRelayTest, DecidesAnewOnABodyThatAProxyRefusedTwiceBeforeItCame) {
  const ScriptedServer new_proxy([](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, "HTTP/1.1 100 Continue\r\n\r\n");
    (void)read_until(socket, "hello");
    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  const ScriptedServer old_proxy([this, &new_proxy](tcp::socket& socket) {
    for (;;) {
      const std::string head = read_until(socket, "\r\n\r\n");
      if (head.find("Basic right") != std::string::npos) relay_.set_rules(rules(new_proxy.port()));
      send(socket, head.starts_with("GET")
                       ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                       : "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\n\r\n");
    }
  });
  open(old_proxy.port());
  tcp::socket socket = connect();
  send(socket, "GET http://origin.test/ HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200"));
  send(socket, "POST http://origin.test/ HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 100"));
  send(socket, "hello");
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 200"));
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

}  // namespace
}  // namespace sallyport::relay
