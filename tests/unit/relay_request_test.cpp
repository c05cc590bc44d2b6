// What the relay makes of messages that break the rules of HTTP/1.1 (RFC 9110, RFC 9112), and of those that keep them.
#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <ostream>
#include <string>
#include <string_view>

#include "relay/client_session.hpp"
#include "relay/message_io.hpp"
#include "support/relay_fixture.hpp"
#include "support/wait_for.hpp"

namespace sallyport::relay {
namespace {

using boost::asio::ip::tcp;

std::string replace_all(std::string text, std::string_view from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

int count(std::string_view text, std::string_view what) {
  int found = 0;
  for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

/// An origin that keeps everything it is sent, and says `answer` whenever what it was sent ends with `until`.
class RecordingOrigin {
 public:
  RecordingOrigin(std::string until, std::string answer) : until_(std::move(until)), answer_(std::move(answer)) {}

  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(server_.port()); }
  [[nodiscard]] int connections() const { return server_.connections(); }
  [[nodiscard]] int closed() const { return closed_; }
  [[nodiscard]] std::string received() const {
    const std::lock_guard lock(mutex_);
    return received_;
  }

 private:
  void serve(tcp::socket& socket) {
    std::array<char, 4096> piece{};
    boost::system::error_code error;
    while (!error) {
      const std::size_t size = read_some(socket, boost::asio::buffer(piece), error);
      const std::lock_guard lock(mutex_);
      received_.append(piece.data(), size);
      if (size > 0 && received_.ends_with(until_)) boost::asio::write(socket, boost::asio::buffer(answer_), error);
    }
    ++closed_;
  }

  std::string until_;
  std::string answer_;
  mutable std::mutex mutex_;
  std::string received_;
  std::atomic<int> closed_ = 0;
  ScriptedServer server_{[this](tcp::socket& socket) { serve(socket); }};
};

/// `ORIGIN` and `SELF` in a row stand for the addresses of the origin and of the relay.
class ConformanceTest : public RelayFixture {
 protected:
  [[nodiscard]] std::string self() const { return "127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] std::string fill_in(const std::string& text, const RecordingOrigin& origin) const {
    const std::string filled = replace_all(replace_all(text, "ORIGIN", origin.address()), "SELF", self());
    return replace_all(filled, "OWNPORT", std::to_string(port_));
  }
};

const std::string kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const std::string kMegabyte(1 << 20, 'a');
const std::string kGet = "GET http://ORIGIN/ HTTP/1.1\r\nHost: ORIGIN\r\n";
const std::string kPost = "POST http://ORIGIN/ HTTP/1.1\r\nHost: ORIGIN\r\n";
const std::string kChunked = kPost + "Transfer-Encoding: chunked\r\n\r\n";

std::string operator""_s(const char* text, std::size_t size) { return {text, size}; }

struct Refused {
  const char* name;
  int status;
  std::string request;
};
void PrintTo(const Refused& row, std::ostream* out) { *out << row.name; }

class RelayRefusal : public ConformanceTest, public testing::WithParamInterface<Refused> {};

/// What the attacker must not get, in every row: a connection to anywhere, or an answer to the request that follows or
/// is hidden within. The relay says once what was wrong, and ends this connection only.
TEST_P(RelayRefusal, ReachesNobody) {
  const RecordingOrigin origin("\r\n\r\n", kOk);
  open();
  const std::string hidden = "GET http://ORIGIN/hidden HTTP/1.1\r\nHost: ORIGIN\r\n\r\n";
  const std::string answer = exchange(fill_in(GetParam().request + hidden, origin));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 " + std::to_string(GetParam().status) + " ")) << answer;
  EXPECT_EQ(count(answer, "HTTP/1.1 "), 1) << answer;
  EXPECT_NE(answer.find("\r\nConnection: close\r\n"), std::string::npos) << answer;
  EXPECT_EQ(origin.connections(), 0) << origin.received();
  const std::string next = exchange(fill_in(kGet + "Connection: close\r\n\r\n", origin));
  EXPECT_TRUE(next.starts_with("HTTP/1.1 200 ")) << next;
}

// Two readers, two messages: the request smuggled past one of them (RFC 9112 §11.2).
INSTANTIATE_TEST_SUITE_P(
    Smuggling, RelayRefusal,
    testing::Values(
        Refused{"LengthThenChunks", 400, kPost + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Refused{"ChunksThenLength", 400, kPost + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"},
        Refused{"TwoLengths", 400, kPost + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"},
        Refused{"ListOfLengths", 400, kPost + "Content-Length: 1, 2\r\n\r\nab"},
        Refused{"LengthAndNothing", 400, kPost + "Content-Length: 1,\r\n\r\na"},
        Refused{"LengthOfNothing", 400, kPost + "Content-Length:\r\n\r\n"},
        Refused{"LengthWithPlus", 400, kPost + "Content-Length: +1\r\n\r\na"},
        Refused{"NegativeLength", 400, kPost + "Content-Length: -1\r\n\r\n"},
        Refused{"HexadecimalLength", 400, kPost + "Content-Length: 0x1\r\n\r\na"},
        Refused{"LengthWithSpace", 400, kPost + "Content-Length: 1 0\r\n\r\na"},
        Refused{"OverflowingLength", 400, kPost + "Content-Length: 18446744073709551617\r\n\r\na"},
        Refused{"SpaceBeforeColon", 400, kPost + "Content-Length : 1\r\n\r\na"},
        Refused{"TwoCodings", 400, kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Refused{"CodingThenIdentity", 400,
                kPost + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"},
        Refused{"UnknownCoding", 501, kPost + "Transfer-Encoding: gzip\r\n\r\n"},
        Refused{"IdentityAndLength", 501, kPost + "Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\na"},
        Refused{"CodingBeforeChunked", 501, kPost + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"},
        Refused{"CodingAfterChunked", 501, kPost + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"},
        Refused{"AlmostChunked", 501, kPost + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"},
        Refused{"ChunkedWithParameter", 501, kPost + "Transfer-Encoding: chunked;q=1\r\n\r\n0\r\n\r\n"},
        Refused{"QuotedChunked", 501, kPost + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"},
        Refused{"ChunkedAfterTab", 400,
                kPost + "Transfer-Encoding: \x0b"
                        "chunked\r\n\r\n0\r\n\r\n"},
        Refused{"FoldedCoding", 400, kPost + "Transfer-Encoding: x,\r\n chunked\r\n\r\n0\r\n\r\n"},
        Refused{"CodingFoldedAtOnce", 400, kPost + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"},
        Refused{"FoldedField", 400, kGet + "X: a\r\n\tContent-Length: 5\r\n\r\n"},
        Refused{"FoldedRequestLine", 400, "GET http://ORIGIN/\r\n HTTP/1.1\r\n\r\n"},
        Refused{"ChunksInHttp10", 400, "POST http://ORIGIN/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        Refused{"TwoHosts", 400, kGet + "Host: elsewhere.test\r\n\r\n"}),
    [](const auto& row) { return row.param.name; });

// Bytes at which some readers end a line or a value, and others do not.
INSTANTIATE_TEST_SUITE_P(Bytes, RelayRefusal,
                         testing::Values(Refused{"BareLineFeeds", 400, "GET http://ORIGIN/ HTTP/1.1\nHost: x\n\n"},
                                         Refused{"OneBareLineFeed", 400, kGet + "X: a\nY: b\r\n\r\n"},
                                         Refused{"CarriageReturnInValue", 400, kGet + "X: a\rY: b\r\n\r\n"},
                                         Refused{"CarriageReturnBeforeEnd", 400, kGet + "X: a\r\r\n\r\n"},
                                         Refused{"NulInValue", 400, kGet + "X: a\0b\r\n\r\n"_s},
                                         Refused{"NulInName", 400, kGet + "X\0: a\r\n\r\n"_s},
                                         Refused{"NulInTarget", 400, "GET http://ORIGIN/\0 HTTP/1.1\r\n\r\n"_s},
                                         Refused{"DeleteInValue", 400, kGet + "X: \x7f\r\n\r\n"},
                                         Refused{"SpaceInName", 400, kGet + "X Y: a\r\n\r\n"},
                                         Refused{"NoName", 400, kGet + ": a\r\n\r\n"},
                                         Refused{"NoColon", 400, kGet + "XYZ\r\n\r\n"},
                                         Refused{"SpaceAtLineStart", 400, " " + kGet + "\r\n"},
                                         Refused{"TabInRequestLine", 400, "GET\thttp://ORIGIN/ HTTP/1.1\r\n\r\n"},
                                         Refused{"TwoSpaces", 400, "GET  http://ORIGIN/ HTTP/1.1\r\n\r\n"},
                                         Refused{"SpaceInTarget", 400, "GET http://ORIGIN/a b HTTP/1.1\r\n\r\n"},
                                         Refused{"NoVersion", 400, "GET http://ORIGIN/\r\n\r\n"},
                                         Refused{"NextVersion", 400, "GET http://ORIGIN/ HTTP/1.2\r\n\r\n"},
                                         Refused{"LowerCaseVersion", 400, "GET http://ORIGIN/ http/1.1\r\n\r\n"},
                                         Refused{"Http2", 400, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
                                         Refused{"Tls", 400, "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"_s}),
                         [](const auto& row) { return row.param.name; });

// Without end: what one request may take of the relay's memory.
INSTANTIATE_TEST_SUITE_P(
    Sizes, RelayRefusal,
    testing::Values(Refused{"LongValue", 431, kGet + "X: " + kMegabyte + "\r\n\r\n"},
                    Refused{"LongName", 431, kGet + kMegabyte + ": x\r\n\r\n"},
                    Refused{"LongTarget", 431, "GET http://ORIGIN/" + kMegabyte + " HTTP/1.1\r\n\r\n"},
                    Refused{"LongMethod", 431, kMegabyte + " http://ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"LongLine", 431, kMegabyte + "\r\n\r\n"},
                    Refused{"LittleTooLong", 431, kGet + "X: " + std::string(65536, 'a') + "\r\n\r\n"},
                    Refused{"ManyFields", 400, kGet + replace_all(std::string(5000, '.'), ".", "a:b\r\n") + "\r\n"}),
    [](const auto& row) { return row.param.name; });

// Addresses: to be an origin server's client, to talk past the route that was decided, to go round for ever.
INSTANTIATE_TEST_SUITE_P(
    Targets, RelayRefusal,
    testing::Values(Refused{"OriginForm", 400, "GET / HTTP/1.1\r\nHost: ORIGIN\r\n\r\n"},
                    Refused{"AsteriskForm", 400, "OPTIONS * HTTP/1.1\r\nHost: ORIGIN\r\n\r\n"},
                    Refused{"NoScheme", 400, "GET ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"SchemeRelative", 400, "GET //ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"Https", 501, "GET https://ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"Ftp", 501, "GET ftp://ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"UserInfo", 400, "GET http://user:pw@ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"HostAsUserInfo", 400, "GET http://example.com@ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"EmptyUserInfo", 400, "GET http://@ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"BackslashInHost", 400, "GET http://ORIGIN\\@example.com/ HTTP/1.1\r\n\r\n"},
                    Refused{"Fragment", 400, "GET http://ORIGIN/#a HTTP/1.1\r\n\r\n"},
                    Refused{"NoHost", 400, "GET http:///ORIGIN HTTP/1.1\r\n\r\n"},
                    Refused{"PortOnly", 400, "GET http://:80/ HTTP/1.1\r\n\r\n"},
                    Refused{"PortZero", 400, "GET http://127.0.0.1:0/ HTTP/1.1\r\n\r\n"},
                    Refused{"PortTooHigh", 400, "GET http://127.0.0.1:65536/ HTTP/1.1\r\n\r\n"},
                    Refused{"PortWithSign", 400, "GET http://127.0.0.1:+80/ HTTP/1.1\r\n\r\n"},
                    Refused{"TwoPorts", 400, "GET http://ORIGIN:80/ HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectWithoutPort", 400, "CONNECT 127.0.0.1 HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectEmptyPort", 400, "CONNECT 127.0.0.1: HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectPortZero", 400, "CONNECT 127.0.0.1:0 HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectPortTooHigh", 400, "CONNECT 127.0.0.1:65536 HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectNoHost", 400, "CONNECT :443 HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectUserInfo", 400, "CONNECT user@ORIGIN HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectAddress", 400, "CONNECT http://ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectPath", 400, "CONNECT ORIGIN/ HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectUnclosedBracket", 400, "CONNECT [::1:443 HTTP/1.1\r\n\r\n"},
                    Refused{"ConnectWithLength", 400, "CONNECT ORIGIN HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc"},
                    Refused{"ConnectWithChunks", 400,
                            "CONNECT ORIGIN HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
                    Refused{"LowerCaseConnect", 400, "connect ORIGIN HTTP/1.1\r\n\r\n"},
                    Refused{"Trace", 501, "TRACE http://ORIGIN/ HTTP/1.1\r\nMax-Forwards: 0\r\n\r\n"},
                    Refused{"Itself", 508, "GET http://SELF/ HTTP/1.1\r\n\r\n"},
                    Refused{"ItselfByName", 508, "GET http://localhost:OWNPORT/ HTTP/1.1\r\n\r\n"},
                    Refused{"ItselfByNoAddress", 508, "GET http://0.0.0.0:OWNPORT/ HTTP/1.1\r\n\r\n"},
                    Refused{"ItselfByV6", 508, "CONNECT [::1]:OWNPORT HTTP/1.1\r\n\r\n"},
                    Refused{"ItselfByMappedAddress", 508, "CONNECT [::ffff:127.0.0.1]:OWNPORT HTTP/1.1\r\n\r\n"},
                    Refused{"TunnelToItself", 508, "CONNECT SELF HTTP/1.1\r\n\r\n"}),
    [](const auto& row) { return row.param.name; });

struct Broken {
  const char* name;
  std::string request;
  bool client_leaves = false;  ///< after it
};
void PrintTo(const Broken& row, std::ostream* out) { *out << row.name; }

class RelayBrokenUpload : public ConformanceTest, public testing::WithParamInterface<Broken> {};

/// What the attacker must not get: an origin that takes what came for a whole request, or what follows for another.
TEST_P(RelayBrokenUpload, IsNoWholeRequest) {
  const RecordingOrigin origin("0\r\n\r\n", kOk);
  open();
  tcp::socket socket = connect();
  send(socket, fill_in(GetParam().request, origin));
  if (GetParam().client_leaves) socket.shutdown(tcp::socket::shutdown_send);
  const std::string answer = read_to_end(socket);
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_EQ(count(answer, "HTTP/1.1 "), 1) << answer;
  ASSERT_TRUE(wait_for([&] { return origin.closed() == origin.connections(); })) << "the origin is kept waiting";
  EXPECT_EQ(origin.received().find("0\r\n\r\n"), std::string::npos) << origin.received();
  EXPECT_EQ(origin.received().find("hidden"), std::string::npos) << origin.received();
}

const std::string kHidden = "GET /hidden HTTP/1.1\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, RelayBrokenUpload,
    testing::Values(Broken{"SizeNoNumber", kChunked + "x\r\nhello\r\n0\r\n\r\n"},
                    Broken{"SizeWithSign", kChunked + "+5\r\nhello\r\n0\r\n\r\n"},
                    Broken{"SizeWithPrefix", kChunked + "0x5\r\nhello\r\n0\r\n\r\n"},
                    Broken{"SizeWithSpace", kChunked + "5 \r\nhello\r\n0\r\n\r\n"},
                    Broken{"SizeOverflows", kChunked + "10000000000000005\r\nhello\r\n0\r\n\r\n"},
                    Broken{"SizeMissing", kChunked + "\r\nhello\r\n0\r\n\r\n"},
                    Broken{"LineFeedAfterSize", kChunked + "5\nhello\r\n0\r\n\r\n"},
                    Broken{"CarriageReturnAfterSize", kChunked + "5\rhello\r\n0\r\n\r\n"},
                    Broken{"LineFeedInExtension", kChunked + "5;a=\"\n" + kHidden + "\"\r\nhello\r\n0\r\n\r\n"},
                    Broken{"EndlessExtension", kChunked + "5;a=" + std::string(100'000, 'b')},
                    Broken{"ChunkTooShort", kChunked + "6\r\nhello\r\n0\r\n\r\n"},
                    Broken{"ChunkTooLong", kChunked + "4\r\nhello\r\n0\r\n\r\n"},
                    Broken{"LineFeedAfterChunk", kChunked + "5\r\nhello\n0\r\n\r\n"},
                    Broken{"LengthInTrailer", kChunked + "0\r\nContent-Length: 9\r\n\r\n" + kHidden},
                    Broken{"CodingInTrailer", kChunked + "0\r\nTransfer-Encoding: chunked\r\n\r\n" + kHidden},
                    Broken{"LineFeedInTrailer", kChunked + "0\r\nX: y\n\r\n\r\n"},
                    Broken{"ChunkBreaksOff", kChunked + "5\r\nhe", true},
                    Broken{"LastChunkMissing", kChunked + "5\r\nhello\r\n", true},
                    Broken{"LengthBreaksOff", kPost + "Content-Length: 9\r\n\r\nhello", true}),
    [](const auto& row) { return row.param.name; });

struct Passed {
  const char* name;
  std::string request;
  std::string received;  ///< by the origin
};
void PrintTo(const Passed& row, std::ostream* out) { *out << row.name; }

class RelayPassing : public ConformanceTest, public testing::WithParamInterface<Passed> {};

TEST_P(RelayPassing, GivesTheOriginWhatItIsMeantToGet) {
  open();
  const std::string& expected = GetParam().received;
  const RecordingOrigin origin(expected.substr(expected.size() - 5), kOk);
  tcp::socket socket = connect();
  send(socket, fill_in(GetParam().request, origin));
  EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200 "));
  EXPECT_EQ(origin.received(), fill_in(expected, origin));
}

const std::string kTo = " HTTP/1.1\r\nHost: ORIGIN\r\n";
const std::string kVia = "Via: 1.1 sallyport\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    Table, RelayPassing,
    testing::Values(
        Passed{"Get", kGet + "\r\n", "GET /" + kTo + kVia},
        Passed{"Http10", "GET http://ORIGIN/ HTTP/1.0\r\n\r\n", "GET /" + kTo + kVia},
        Passed{"NoPath", "GET http://ORIGIN HTTP/1.1\r\n\r\n", "GET /" + kTo + kVia},
        Passed{"QueryOnly", "GET http://ORIGIN?a=b HTTP/1.1\r\n\r\n", "GET /?a=b" + kTo + kVia},
        Passed{"PathAsItIs", "GET http://ORIGIN//a/../%2e%2F;b?c%0d&\\\x80 HTTP/1.1\r\n\r\n",
               "GET //a/../%2e%2F;b?c%0d&\\\x80" + kTo + kVia},
        Passed{"UpperCaseScheme", "GET HTTP://ORIGIN/ HTTP/1.1\r\n\r\n", "GET /" + kTo + kVia},
        Passed{"UnknownMethod", "M-SEARCH http://ORIGIN/ HTTP/1.1\r\n\r\n", "M-SEARCH /" + kTo + kVia},
        Passed{"OptionsOfServer", "OPTIONS http://ORIGIN HTTP/1.1\r\n\r\n", "OPTIONS *" + kTo + kVia},
        Passed{"EmptyLineBefore", "\r\n\r\n" + kGet + "\r\n", "GET /" + kTo + kVia},
        Passed{"OtherHost", "GET http://ORIGIN/ HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n", "GET /" + kTo + kVia},
        Passed{"Fields", kGet + "x-a: 1\r\nX-A:2\r\nX-B:  \t3 4\t \r\nX-Empty:\r\nX-Text: \x80\xff\r\n\r\n",
               "GET /" + kTo + "x-a: 1\r\nX-A: 2\r\nX-B: 3 4\r\nX-Empty: \r\nX-Text: \x80\xff\r\n" + kVia},
        Passed{"LongField", kGet + "X: " + std::string(60'000, 'a') + "\r\n\r\n",
               "GET /" + kTo + "X: " + std::string(60'000, 'a') + "\r\n" + kVia},
        Passed{"OneConnectionsFields",
               kGet +
                   "Connection: X-Mine, keep-alive\r\nX-Mine: 1\r\nTE: trailers\r\nProxy-Connection: keep-alive\r\n" +
                   "Proxy-Authorization: Basic Og==\r\nKeep-Alive: 5\r\nUpgrade: h2c\r\nAccept: */*\r\n\r\n",
               "GET /" + kTo + "Accept: */*\r\n" + kVia},
        Passed{"Length", kPost + "Content-Length: 5\r\n\r\nhello",
               "POST /" + kTo + "Content-Length: 5\r\n" + kVia + "hello"},
        Passed{"SameLengthTwice", kPost + "Content-Length: 5, 5\r\nContent-Length: 05\r\n\r\nhello",
               "POST /" + kTo + "Content-Length: 5\r\n" + kVia + "hello"},
        Passed{"LengthOfZero", kPost + "Content-Length: 0\r\n\r\n", "POST /" + kTo + "Content-Length: 0\r\n" + kVia},
        Passed{"BodyOfGet", kGet + "Content-Length: 5\r\n\r\nhello",
               "GET /" + kTo + "Content-Length: 5\r\n" + kVia + "hello"},
        Passed{
            "Chunks", kPost + "transfer-encoding:\tCHUNKED\r\n\r\n05;a=\"b\"\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n",
            "POST /" + kTo + "Transfer-Encoding: chunked\r\n" + kVia + "05;a=\"b\"\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n"}),
    [](const auto& row) { return row.param.name; });

/// What the attacker must not get: connections that stay for as long as it sends a byte now and then.
TEST_F(ConformanceTest, SlowHeadsHaveALimit) {
  const RecordingOrigin origin("\r\n\r\n", kOk);
  open();
  tcp::socket slow = connect();
  send(slow, fill_in(kGet, origin));
  tcp::socket prompt = connect();
  send(prompt, fill_in(kGet + "\r\n", origin));
  (void)read_until(prompt, "ok");
  pass(ClientSession::kHeadTime + std::chrono::seconds(2));
  EXPECT_EQ(read_to_end(slow), "");
  EXPECT_EQ(origin.connections(), 1);
  // The one that waits between two requests has longer.
  send(prompt, fill_in(kGet + "\r\n", origin));
  EXPECT_TRUE(read_until(prompt, "ok").starts_with("HTTP/1.1 200 "));
  pass(ClientSession::kIdleTime + std::chrono::seconds(2));
  EXPECT_EQ(read_to_end(prompt), "");
}

TEST_F(ConformanceTest, SlowBodiesHaveALimit) {
  const RecordingOrigin origin("hello", kOk);
  open();
  tcp::socket socket = connect();
  send(socket, fill_in(kPost + "Content-Length: 5\r\n\r\nhell", origin));
  ASSERT_TRUE(wait_for([&] { return origin.received().ends_with("hell"); }));
  pass(kStallTime + std::chrono::seconds(2));
  EXPECT_EQ(read_to_end(socket), "");
  EXPECT_TRUE(wait_for([&] { return origin.closed() == 1; }));
}

/// What follows a CONNECT that fails is meant for the tunnel: it is no request.
TEST_F(ConformanceTest, TakesNothingAfterAFailedConnectForARequest) {
  const RecordingOrigin origin("\r\n\r\n", kOk);
  open();
  const std::string connect_to_nobody = "CONNECT 127.0.0.1:" + std::to_string(free_port()) + " HTTP/1.1\r\n\r\n";
  const std::string answer = exchange(connect_to_nobody + fill_in(kGet + "\r\n", origin));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 502 ")) << answer;
  EXPECT_EQ(count(answer, "HTTP/1.1 "), 1) << answer;
  EXPECT_EQ(origin.connections(), 0);
}

TEST_F(ConformanceTest, TakesNothingInATunnelForARequest) {
  const RecordingOrigin origin("\r\n\r\n", kOk);
  open();
  tcp::socket socket = connect();
  const std::string inside = fill_in(kGet + "Connection: X\r\nX: 1\r\n\r\n", origin);
  send(socket, fill_in("CONNECT ORIGIN HTTP/1.1\r\n\r\n", origin) + inside);
  EXPECT_TRUE(read_until(socket, "ok").starts_with("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK"));
  EXPECT_EQ(origin.received(), inside);
}

TEST_F(ConformanceTest, ClosesTheConnectionOfAnHttp10Client) {
  const RecordingOrigin origin("\r\n\r\n", kOk);
  open();
  const std::string request = "GET http://ORIGIN/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  const std::string answer = exchange(fill_in(request + request, origin));
  EXPECT_EQ(count(answer, "HTTP/1.1 200 "), 1) << answer;
  EXPECT_NE(answer.find("Connection: close\r\n"), std::string::npos);
}

}  // namespace
}  // namespace sallyport::relay
