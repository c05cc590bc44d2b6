// What the relay makes of responses that break the rules of HTTP/1.1 (RFC 9110, RFC 9112), and of those that keep them.
#include <gtest/gtest.h>

#include <future>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "support/relay_fixture.hpp"

namespace sallyport::relay {
namespace {

using boost::asio::ip::tcp;

const std::string kMegabyte(1 << 20, 'a');
const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string kSecond = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";
/// What a hostile server would like to be taken for an answer to somebody's next request.
const std::string kForged = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";

std::string operator""_s(const char* text, std::size_t size) { return {text, size}; }

/// Answers the first request with `first`, after which it may close the connection, and all others properly.
class HostileOrigin {
 public:
  enum class Then { kWaits, kCloses };

  HostileOrigin(std::string first, Then then) : first_(std::move(first)), then_(then) {}
  [[nodiscard]] std::string address() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }

 private:
  void serve(tcp::socket& socket) {
    for (;;) {
      (void)read_until(socket, "\r\n\r\n");
      const bool is_first = !std::exchange(was_asked_, true);
      send(socket, is_first ? first_ : kSecond);
      if (is_first && then_ == Then::kCloses) return;
    }
  }

  std::string first_;
  Then then_;
  bool was_asked_ = false;
  ScriptedServer server_{[this](tcp::socket& socket) { serve(socket); }};
};

class RelayResponseTest : public RelayFixture {
 protected:
  std::string ask(const std::string& method, const std::string& address, const std::string& version = "1.1") {
    return exchange(method + " " + address + "/ HTTP/" + version + "\r\nConnection: close\r\n\r\n");
  }
};

using Then = HostileOrigin::Then;

struct Hostile {
  const char* name;
  std::string response;
  std::string begin;  ///< of what the client gets
  std::string end;
  Then then = Then::kWaits;
  std::string method = "GET";
};
void PrintTo(const Hostile& row, std::ostream* out) { *out << row.name; }

class RelayHostileResponse : public RelayResponseTest, public testing::WithParamInterface<Hostile> {};

/// What the attacker must not get: a client that takes a part for the whole, or what follows for an answer; least of
/// all to a request of its own.
TEST_P(RelayHostileResponse, IsNotMistaken) {
  const HostileOrigin origin(GetParam().response, GetParam().then);
  open();
  const std::string answer = ask(GetParam().method, origin.address());
  EXPECT_TRUE(answer.starts_with(GetParam().begin)) << answer.substr(0, 2000);
  EXPECT_TRUE(answer.ends_with(GetParam().end)) << answer.substr(0, 2000);
  EXPECT_EQ(answer.find("forged"), std::string::npos) << answer.substr(0, 2000);
  const std::string next = ask("GET", origin.address());
  EXPECT_TRUE(next.starts_with("HTTP/1.1 200 ")) << next;
  EXPECT_TRUE(next.ends_with("second")) << next;
}

const std::string kInvalid = "HTTP/1.1 502 ";
const std::string kSentence = "The answer that came is not valid HTTP/1.1.\n";
const std::string kHead = "HTTP/1.1 200 OK\r\n";
const std::string kChunked = kHead + "Transfer-Encoding: chunked\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Heads, RelayHostileResponse,
    testing::Values(
        Hostile{"LengthAndChunks", kHead + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kForged,
                kInvalid, kSentence},
        Hostile{"ChunksAndLength", kHead + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + kForged,
                kInvalid, kSentence},
        Hostile{"TwoLengths", kHead + "Content-Length: 2\r\nContent-Length: 70\r\n\r\nok" + kForged, kInvalid,
                kSentence},
        Hostile{"NegativeLength", kHead + "Content-Length: -2\r\n\r\nok" + kForged, kInvalid, kSentence},
        Hostile{"OtherCoding", kHead + "Transfer-Encoding: gzip\r\n\r\nok" + kForged, kInvalid, kSentence},
        Hostile{"CodingAfterChunked", kHead + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n" + kForged, kInvalid,
                kSentence},
        Hostile{"ChunksInHttp10", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + kForged, kInvalid,
                kSentence},
        Hostile{"FoldedField", kHead + "X: a\r\n Content-Length: 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"FoldedAtOnce", kHead + "Content-Length:\r\n 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"BareLineFeeds", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", kInvalid, kSentence},
        Hostile{"OneBareLineFeed", kHead + "X: a\nSet-Cookie: forged=1\r\nContent-Length: 0\r\n\r\n", kInvalid,
                kSentence},
        Hostile{"CarriageReturnInValue", kHead + "X: a\rSet-Cookie: forged=1\r\nContent-Length: 0\r\n\r\n", kInvalid,
                kSentence},
        Hostile{"NulInValue", kHead + "X: a\0b\r\nContent-Length: 0\r\n\r\n"_s, kInvalid, kSentence},
        Hostile{"SpaceInName", kHead + "X Y: a\r\nContent-Length: 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"LongField", kHead + "X: " + kMegabyte + "\r\nContent-Length: 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"LongReason", "HTTP/1.1 200 " + kMegabyte + "\r\nContent-Length: 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"ManyFields",
                kHead +
                    [] {
                      std::string fields;
                      for (int i = 0; i < 5000; ++i) fields += "a:b\r\n";
                      return fields;
                    }() +
                    "Content-Length: 0\r\n\r\n",
                kInvalid, kSentence},
        Hostile{"NoStatus", "HTTP/1.1 000 OK\r\nContent-Length: 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"FourDigits", "HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"Http2", "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", kInvalid, kSentence},
        Hostile{"Http09", "<html>forged</html>\r\n\r\n", kInvalid, kSentence},
        Hostile{"Ssh", "SSH-2.0-OpenSSH_9.2\r\n", kInvalid, kSentence, Then::kCloses},
        Hostile{"HeadBreaksOff", kHead + "Content-Le", kInvalid, kSentence, Then::kCloses},
        Hostile{"NoAnswer", "", kInvalid, "closed the connection without an answer.\n", Then::kCloses},
        Hostile{"InterimAnswerOnly", "HTTP/1.1 103 Early\r\n\r\n", "HTTP/1.1 103 ",
                "closed the connection without an answer.\n", Then::kCloses},
        Hostile{"SwitchNobodyAskedFor", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n" + kForged,
                kInvalid, "which it was not asked for.\n"}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Bodies, RelayHostileResponse,
    testing::Values(
        Hostile{"MoreThanItsLength", kOk + kForged, kHead, "\r\n\r\nok"},
        Hostile{"MoreThanItsChunks", kChunked + "2\r\nok\r\n0\r\n\r\n" + kForged, kHead, "2\r\nok\r\n0\r\n\r\n"},
        Hostile{"BodyOfHead", kOk + kForged, kHead, "Via: 1.1 sallyport\r\n\r\n", Then::kWaits, "HEAD"},
        Hostile{"ChunksOfHead", kChunked + "2\r\nok\r\n0\r\n\r\n" + kForged, kHead, "Via: 1.1 sallyport\r\n\r\n",
                Then::kWaits, "HEAD"},
        Hostile{"BodyOfNoContent", "HTTP/1.1 204 None\r\nContent-Length: 64\r\n\r\n" + kForged,
                "HTTP/1.1 204 None\r\nConnection: close\r\n", "Via: 1.1 sallyport\r\n\r\n"},
        Hostile{"BodyOfNotModified", "HTTP/1.1 304 Same\r\nContent-Length: 64\r\n\r\n" + kForged, "HTTP/1.1 304 ",
                "Via: 1.1 sallyport\r\n\r\n"},
        Hostile{"LengthBreaksOff", kHead + "Content-Length: 9\r\n\r\nhello", kHead + "Content-Length: 9\r\n",
                "\r\n\r\nhello", Then::kCloses},
        Hostile{"ChunkBreaksOff", kChunked + "9\r\nhello", kHead + "Transfer-Encoding: chunked\r\n", "9\r\nhello",
                Then::kCloses},
        Hostile{"LastChunkMissing", kChunked + "5\r\nhello\r\n", kHead + "Transfer-Encoding: chunked\r\n", "5\r\nhello",
                Then::kCloses},
        Hostile{"ChunkSizeNoNumber", kChunked + "z\r\nhello\r\n0\r\n\r\n" + kForged, "", ""},
        Hostile{"ChunkSizeOverflows", kChunked + "10000000000000005\r\nhello\r\n0\r\n\r\n" + kForged, "", ""},
        Hostile{"LineFeedInExtension", kChunked + "5;a=\"\n\"\r\nhello\r\n0\r\n\r\n" + kForged, "", ""},
        Hostile{"EndlessTrailer", kChunked + "0\r\nX: " + kMegabyte, "", ""}),
    [](const auto& row) { return row.param.name; });

struct Passed {
  const char* name;
  std::string response;
  std::string received;  ///< by the client
  Then then = Then::kWaits;
  std::string method = "GET";
  std::string version = "1.1";
};
void PrintTo(const Passed& row, std::ostream* out) { *out << row.name; }

class RelayPassedResponse : public RelayResponseTest, public testing::WithParamInterface<Passed> {};

TEST_P(RelayPassedResponse, ReachesTheClientAsItIsMeantTo) {
  const HostileOrigin origin(GetParam().response, GetParam().then);
  open();
  EXPECT_EQ(ask(GetParam().method, origin.address(), GetParam().version), GetParam().received);
  EXPECT_EQ(end_, boost::asio::error::eof);
}

const std::string kEnd = "Connection: close\r\nVia: 1.1 sallyport\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, RelayPassedResponse,
    testing::Values(
        Passed{"Length", kOk, kHead + "Content-Length: 2\r\n" + kEnd + "ok"},
        Passed{"SameLengthTwice", kHead + "Content-Length: 2\r\nContent-Length: 2, 2\r\n\r\nok",
               kHead + "Content-Length: 2\r\n" + kEnd + "ok"},
        Passed{"Chunks", kChunked + "2;a=b\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n",
               kHead + "Transfer-Encoding: chunked\r\n" + kEnd + "2;a=b\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n"},
        Passed{"ChunksForHttp10", kChunked + "2\r\nok\r\n0\r\nX-Sum: 1\r\n\r\n", kHead + kEnd + "ok", Then::kWaits,
               "GET", "1.0"},
        Passed{"UntilTheEnd", kHead + "X: y\r\n\r\nok", kHead + "X: y\r\n" + kEnd + "ok", Then::kCloses},
        Passed{"OfHttp10", "HTTP/1.0 200 OK\r\n\r\nok", kHead + kEnd + "ok", Then::kCloses},
        Passed{"Head", kHead + "Content-Length: 70\r\n\r\n", kHead + "Content-Length: 70\r\n" + kEnd, Then::kWaits,
               "HEAD"},
        Passed{"NoContent", "HTTP/1.1 204 None\r\n\r\n", "HTTP/1.1 204 None\r\n" + kEnd},
        Passed{"NotModified", "HTTP/1.1 304 Same\r\nContent-Length: 70\r\nETag: \"x\"\r\n\r\n",
               "HTTP/1.1 304 Same\r\nETag: \"x\"\r\nContent-Length: 70\r\n" + kEnd},
        Passed{"InterimAnswers", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\n\r\n" + kOk,
               "HTTP/1.1 102 Processing\r\nVia: 1.1 sallyport\r\n\r\nHTTP/1.1 103 Hints\r\nLink: a\r\nVia: 1.1 "
               "sallyport\r\n\r\n" +
                   kHead + "Content-Length: 2\r\n" + kEnd + "ok"},
        Passed{"InterimAnswersForHttp10", "HTTP/1.1 103 Hints\r\n\r\n" + kOk,
               kHead + "Content-Length: 2\r\n" + kEnd + "ok", Then::kWaits, "GET", "1.0"},
        Passed{"NoReason", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
               "HTTP/1.1 200 \r\nContent-Length: 2\r\n" + kEnd + "ok"},
        Passed{"UnknownStatus", "HTTP/1.1 999 No\r\nContent-Length: 2\r\n\r\nok",
               "HTTP/1.1 999 No\r\nContent-Length: 2\r\n" + kEnd + "ok"},
        Passed{"Fields",
               kHead + "set-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Empty:\r\nX-Text: \x80\xff\r\nKeep-Alive: 5\r\n"
                       "Connection: keep-alive, X-Mine\r\nX-Mine: 1\r\nProxy-Authenticate: Basic\r\n"
                       "Content-Length: 2\r\n\r\nok",
               kHead + "set-cookie: a=1\r\nSet-Cookie: b=2\r\nX-Empty: \r\nX-Text: \x80\xff\r\nContent-Length: 2\r\n" +
                   kEnd + "ok"}),
    [](const auto& row) { return row.param.name; });

TEST_F(RelayResponseTest, ForgetsAConnectionThatSpokeUnasked) {
  std::promise<void> asked;
  std::promise<void> spoke;
  int connections = 0;
  const ScriptedServer origin([&](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    if (++connections > 1) return send(socket, kSecond);
    send(socket, kOk);
    asked.get_future().wait();
    send(socket, kForged);
    spoke.set_value();
    (void)read_until(socket, "\r\n\r\n");
  });
  open();
  const std::string address = "http://127.0.0.1:" + std::to_string(origin.port());
  EXPECT_TRUE(ask("GET", address).ends_with("ok"));
  asked.set_value();
  spoke.get_future().wait();
  EXPECT_TRUE(ask("GET", address).ends_with("second"));
}

/// Where its end is all that tells the length of a body, the client sees that the connection broke.
TEST_F(RelayResponseTest, BreaksOffWhatHasNoLengthWhereItsSourceDoes) {
  std::promise<void> arrived;
  const ScriptedServer origin([&](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, kHead + "\r\nhello");
    arrived.get_future().wait();
    socket.set_option(boost::asio::socket_base::linger(true, 0));
    socket.close();
  });
  open();
  tcp::socket socket = connect();
  send(socket, "GET http://127.0.0.1:" + std::to_string(origin.port()) + "/ HTTP/1.1\r\n\r\n");
  (void)read_until(socket, "hello");
  arrived.set_value();
  EXPECT_EQ(read_to_end(socket), "");
  EXPECT_EQ(end_, boost::asio::error::connection_reset);
}

TEST_F(RelayResponseTest, BreaksOffForHttp10WhatBreaksOffInAChunk) {
  std::promise<void> arrived;
  const ScriptedServer origin([&](tcp::socket& socket) {
    (void)read_until(socket, "\r\n\r\n");
    send(socket, kChunked + "9\r\nhello");
    arrived.get_future().wait();
  });
  open();
  tcp::socket socket = connect();
  send(socket, "GET http://127.0.0.1:" + std::to_string(origin.port()) + "/ HTTP/1.0\r\n\r\n");
  (void)read_until(socket, "hello");
  arrived.set_value();
  EXPECT_EQ(read_to_end(socket), "");
  EXPECT_EQ(end_, boost::asio::error::connection_reset);
}

TEST_F(RelayResponseTest, SaysWhyWhenNobodyTakesAnUpload) {
  const ScriptedServer origin([](tcp::socket& socket) { (void)read_until(socket, "\r\n\r\n"); });
  open();
  tcp::socket socket = connect();
  send(socket,
       "POST http://127.0.0.1:" + std::to_string(origin.port()) + "/ HTTP/1.1\r\nContent-Length: 10\r\n\r\nhello");
  const std::string answer = read_to_end(socket);
  EXPECT_TRUE(answer.starts_with(kInvalid)) << answer;
  EXPECT_TRUE(answer.ends_with("closed the connection without an answer.\n")) << answer;
}

TEST_F(RelayResponseTest, PassesAnAnswerOnThatComesBeforeTheBodyHasEnded) {
  const ScriptedServer origin([](tcp::socket& socket) {
    (void)read_until(socket, "hello");
    send(socket, "HTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n\r\nno");
    (void)read_until(socket, "never");
  });
  open();
  tcp::socket socket = connect();
  send(socket,
       "POST http://127.0.0.1:" + std::to_string(origin.port()) + "/ HTTP/1.1\r\nContent-Length: 10\r\n\r\nhello");
  EXPECT_EQ(read_to_end(socket), "HTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n" + kEnd + "no");
}

/// The rest of the body is not for whoever speaks the other protocol.
TEST_F(RelayResponseTest, SwitchesNoProtocolsWithinABody) {
  const ScriptedServer origin([](tcp::socket& socket) {
    (void)read_until(socket, "hello");
    send(socket, "HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
    (void)read_until(socket, "never");
  });
  open();
  tcp::socket socket = connect();
  send(socket, "POST http://127.0.0.1:" + std::to_string(origin.port()) +
                   "/ HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: x\r\nContent-Length: 10\r\n\r\nhello");
  EXPECT_TRUE(read_to_end(socket).starts_with(kInvalid));
}

/// A proxy that asks for the login, with more behind its page than the page.
TEST_F(RelayResponseTest, TakesNothingBehindAChallengeForAnAnswer) {
  const std::string challenge =
      "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 2\r\n\r\nno" + kForged;
  for (const std::string request : {"GET http://origin.test/ HTTP/1.1\r\nConnection: close\r\n\r\n",
                                    "CONNECT origin.test:443 HTTP/1.1\r\nConnection: close\r\n\r\n"}) {
    bool was_asked = false;
    const ScriptedServer proxy([&](tcp::socket& socket) {
      for (;;) {
        const std::string head = read_until(socket, "\r\n\r\n");
        if (std::exchange(was_asked, true)) return send(socket, "HTTP/1.1 200 OK\r\n\r\nsecond");
        send(socket, challenge);
      }
    });
    logins_.forget();
    open(proxy.port());
    const std::string answer = exchange(request);
    EXPECT_TRUE(answer.ends_with("second")) << answer;
    EXPECT_EQ(answer.find("forged"), std::string::npos) << answer;
    EXPECT_EQ(proxy.connections(), 2);
    relay_.close();
  }
}

TEST_F(RelayResponseTest, AnswersAFailedConnectWithAnError) {
  for (const char* status : {"302 Found", "999 No", "101 Switching", "000 X"}) {
    const ScriptedServer proxy([status](tcp::socket& socket) {
      (void)read_until(socket, "\r\n\r\n");
      send(socket, "HTTP/1.1 " + std::string(status) + "\r\nLocation: http://evil.test/\r\n\r\n");
    });
    open(proxy.port());
    const std::string answer = exchange("CONNECT origin.test:443 HTTP/1.1\r\n\r\n");
    EXPECT_TRUE(answer.starts_with(kInvalid)) << status << ": " << answer;
    EXPECT_EQ(answer.find("evil"), std::string::npos) << answer;
    relay_.close();
  }
}

}  // namespace
}  // namespace sallyport::relay
