#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "relay/message_parser.hpp"
#include "relay/proxy_request.hpp"

namespace sallyport::relay {
namespace {

constexpr std::string_view kEnd = "\r\n\r\n";

/// A request whose head is parsed.
struct Parsed {
  explicit Parsed(std::string text) : head(std::move(text)) { valid = parse_head(parser, head); }

  std::string head;
  RequestParser parser;
  bool valid = false;
};

std::string forwarded(const std::string& fields, std::string_view authorization = {}) {
  Parsed request("GET http://example.com/a?b HTTP/1.1\r\n" + fields + "\r\n");
  EXPECT_TRUE(request.valid);
  const auto asked = parse_proxy_request(request.parser.method(), request.parser.target());
  EXPECT_TRUE(asked);
  std::string out;
  write_request_head(out, request.parser, *asked, RequestForm::kAbsolute, authorization);
  return out;
}

unsigned refusal(std::string_view method, std::string_view target) {
  const auto asked = parse_proxy_request(method, target);
  return asked ? 0 : asked.error().status;
}

TEST(ProxyRequest, ReadsAnAbsoluteAddress) {
  const auto asked = parse_proxy_request("GET", "HTTP://Example.COM:8080/a/b?c=d");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->kind, ProxyRequest::Kind::kForward);
  EXPECT_EQ(asked->authority, "example.com:8080");
  EXPECT_EQ(asked->path, "/a/b?c=d");
  EXPECT_EQ(asked->target.port, 8080);
  EXPECT_EQ(asked->target.scheme, "http");
}

TEST(ProxyRequest, FillsInPathAndPort) {
  const auto asked = parse_proxy_request("GET", "http://example.com?q");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->authority, "example.com");
  EXPECT_EQ(asked->path, "/?q");
  EXPECT_EQ(asked->target.port, 80);
}

TEST(ProxyRequest, ReadsConnect) {
  const auto asked = parse_proxy_request("CONNECT", "[2001:DB8::1]:443");
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->kind, ProxyRequest::Kind::kConnect);
  EXPECT_EQ(asked->authority, "[2001:db8::1]:443");
  EXPECT_EQ(asked->target.scheme, "https");
}

TEST(ProxyRequest, RefusesWhatAWebPageCouldSend) {
  EXPECT_EQ(refusal("GET", "/"), 400U);
  EXPECT_EQ(refusal("POST", "/settings"), 400U);
  EXPECT_EQ(refusal("OPTIONS", "*"), 400U);
  EXPECT_EQ(refusal("GET", "example.com:80"), 400U);
}

TEST(ProxyRequest, RefusesTraceWhichShowsTheProxysLogin) {
  EXPECT_EQ(refusal("TRACE", "http://example.com/"), 501U);
  EXPECT_EQ(refusal("OPTIONS", "http://example.com/"), 0U);
}

TEST(ProxyRequest, RefusesAddressesThatReadInTwoWays) {
  EXPECT_EQ(refusal("GET", "http://user:secret@example.com/"), 400U);
  EXPECT_EQ(refusal("GET", "http://example.com/#fragment"), 400U);
  EXPECT_EQ(refusal("GET", "http://example.com:0/"), 400U);
  EXPECT_EQ(refusal("GET", "http://example.com:65536/"), 400U);
  EXPECT_EQ(refusal("GET", "http://example.com:8a/"), 400U);
  EXPECT_EQ(refusal("GET", "http:///path"), 400U);
  EXPECT_EQ(refusal("GET", "https://example.com/"), 501U);
  EXPECT_EQ(refusal("GET", "ftp://example.com/"), 501U);
  EXPECT_EQ(refusal("CONNECT", "example.com"), 400U);
  EXPECT_EQ(refusal("CONNECT", "example.com:0"), 400U);
  EXPECT_EQ(refusal("CONNECT", "user@example.com:443"), 400U);
  EXPECT_EQ(refusal("CONNECT", ":443"), 400U);
}

TEST(ProxyRequest, NeverEchoesAPasswordThatItRefuses) {
  const auto asked = parse_proxy_request("GET", "http://user:canary@example.com/");
  ASSERT_FALSE(asked);
  EXPECT_EQ(asked.error().reason.find("canary"), std::string::npos);
}

TEST(RequestHead, NamesTheTargetsHostWhateverTheClientSaid) {
  const std::string out = forwarded("Host: elsewhere.example\r\n");
  EXPECT_TRUE(out.starts_with("GET http://example.com/a?b HTTP/1.1\r\nHost: example.com\r\n")) << out;
  EXPECT_EQ(out.find("elsewhere"), std::string::npos);
}

TEST(RequestHead, LeavesOutWhatConcernsOneConnection) {
  const std::string out = forwarded(
      "Connection: keep-alive, X-Private\r\nX-Private: 1\r\nProxy-Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n"
      "Proxy-Authorization: Basic Y2FuYXJ5\r\nTE: trailers\r\nAccept: */*\r\n");
  for (const char* gone : {"X-Private", "Proxy-Connection", "Keep-Alive", "Proxy-Authorization", "TE:", "Connection"}) {
    EXPECT_EQ(out.find(gone), std::string::npos) << gone;
  }
  EXPECT_NE(out.find("Accept: */*\r\n"), std::string::npos);
  EXPECT_NE(out.find("Via: 1.1 sallyport\r\n"), std::string::npos);
}

TEST(RequestHead, LetsNoConnectionFieldTakeTheLengthAway) {
  Parsed request("POST http://example.com/ HTTP/1.1\r\nConnection: Content-Length\r\nContent-Length: 5\r\n\r\n");
  ASSERT_TRUE(request.valid);
  const auto asked = parse_proxy_request("POST", request.parser.target());
  std::string out;
  write_request_head(out, request.parser, *asked, RequestForm::kOrigin, {});
  EXPECT_NE(out.find("Content-Length: 5\r\n"), std::string::npos);
}

TEST(RequestHead, AsksTheServerAsAWholeForItsOptions) {
  Parsed request("OPTIONS http://example.com HTTP/1.1\r\n\r\n");
  const auto asked = parse_proxy_request("OPTIONS", request.parser.target());
  ASSERT_TRUE(asked);
  std::string direct;
  write_request_head(direct, request.parser, *asked, RequestForm::kOrigin, {});
  EXPECT_TRUE(direct.starts_with("OPTIONS * HTTP/1.1\r\nHost: example.com\r\n")) << direct;
  std::string through;
  write_request_head(through, request.parser, *asked, RequestForm::kAbsolute, {});
  EXPECT_TRUE(through.starts_with("OPTIONS http://example.com HTTP/1.1\r\n")) << through;
}

TEST(RequestHead, SendsTheLoginOfTheRelay) {
  EXPECT_NE(forwarded("", "Basic abc").find("Proxy-Authorization: Basic abc\r\n"), std::string::npos);
}

TEST(RequestHead, KeepsAnUpgrade) {
  const std::string out = forwarded("Connection: Upgrade\r\nUpgrade: websocket\r\n");
  EXPECT_NE(out.find("Connection: Upgrade\r\nUpgrade: websocket\r\n"), std::string::npos);
}

/// What an attacker must not get: a second request that one reader sees and another does not.
TEST(Framing, RefusesWhatTwoReadersCouldTakeInTwoWays) {
  const auto is_refused = [](const std::string& fields) {
    Parsed request("POST http://example.com/ HTTP/1.1\r\nHost: example.com\r\n" + fields + "\r\n");
    return !request.valid || !check_framing(request.parser);
  };
  EXPECT_TRUE(is_refused("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_TRUE(is_refused("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"));
  EXPECT_TRUE(is_refused("Content-Length: 5\r\nContent-Length: 6\r\n"));
  EXPECT_TRUE(is_refused("Content-Length: 5, 6\r\n"));
  EXPECT_TRUE(is_refused("Content-Length: +5\r\n"));
  EXPECT_TRUE(is_refused("Content-Length: -1\r\n"));
  EXPECT_TRUE(is_refused("Content-Length: 18446744073709551616\r\n"));
  EXPECT_TRUE(is_refused("Transfer-Encoding: identity\r\n"));
  EXPECT_TRUE(is_refused("Transfer-Encoding: gzip, chunked\r\n"));
  EXPECT_TRUE(is_refused("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_TRUE(is_refused("Transfer-Encoding: xchunked\r\n"));
  EXPECT_TRUE(is_refused("Transfer-Encoding : chunked\r\n"));
  EXPECT_TRUE(is_refused("X: a\r\n b\r\n"));
  EXPECT_TRUE(is_refused("X:\r\n\tb\r\n"));
  EXPECT_TRUE(is_refused("Transfer-Encoding:\r\n chunked\r\n"));
  EXPECT_TRUE(is_refused("X\x01: a\r\n"));
  EXPECT_TRUE(is_refused("Host: other.example\r\n"));
  EXPECT_FALSE(is_refused("Content-Length: 5\r\n"));
  EXPECT_FALSE(is_refused("X:\r\nContent-Length: 5\r\n"));
  EXPECT_FALSE(is_refused("Transfer-Encoding: chunked\r\n"));
}

TEST(Framing, RefusesChunksInHttp10) {
  Parsed request("POST http://example.com/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n");
  ASSERT_TRUE(request.valid);
  EXPECT_FALSE(check_framing(request.parser));
}

TEST(ResponseHead, GivesTheLengthOnceAndNoHopByHopField) {
  const std::string head =
      "HTTP/1.1 200 Fine\r\nContent-Length: 3\r\nContent-Length: 3\r\nConnection: X-One\r\nX-One: 1\r\n"
      "Proxy-Authenticate: Basic\r\nETag: \"e\"\r\n\r\n";
  ResponseParser response;
  ASSERT_TRUE(parse_head(response, head));
  std::string out;
  write_response_head(out, response, ResponseBody::kAsItCame, true);
  EXPECT_EQ(out, "HTTP/1.1 200 Fine\r\nETag: \"e\"\r\nContent-Length: 3\r\nVia: 1.1 sallyport\r\n\r\n");
  EXPECT_TRUE(out.ends_with(kEnd));
}

TEST(ResponseHead, SaysWhenTheConnectionEnds) {
  const std::string head = "HTTP/1.0 200 OK\r\n\r\n";
  ResponseParser response;
  ASSERT_TRUE(parse_head(response, head));
  std::string out;
  write_response_head(out, response, ResponseBody::kAsItCame, false);
  EXPECT_NE(out.find("Connection: close\r\n"), std::string::npos);
}

TEST(ResponseHead, GivesNoLengthToWhatHasNoBody) {
  for (const char* line : {"HTTP/1.1 204 No Content\r\n", "HTTP/1.1 103 Early Hints\r\n"}) {
    const std::string head = std::string(line) + "Content-Length: 3\r\n\r\n";
    ResponseParser response;
    ASSERT_TRUE(parse_head(response, head));
    std::string out;
    write_response_head(out, response, ResponseBody::kAsItCame, true);
    EXPECT_EQ(out.find("Content-Length"), std::string::npos) << out;
  }
}

TEST(ResponseHead, StatusesOfNoClassAreSeen) {
  for (const char* status : {"000", "099"}) {
    const std::string head = std::string("HTTP/1.1 ") + status + " X\r\n\r\n";
    ResponseParser response;
    ASSERT_TRUE(parse_head(response, head)) << status;
    EXPECT_FALSE(is_sound(response)) << status;
  }
}

TEST(Fields, AreLimitedInNumber) {
  const auto head_with = [](std::size_t fields) {
    std::string head = "GET http://example.com/ HTTP/1.1\r\n";
    for (std::size_t i = 0; i < fields; ++i) head += "a:b\r\n";
    return head + "\r\n";
  };
  EXPECT_TRUE(Parsed(head_with(kFieldLimit)).valid);
  EXPECT_FALSE(Parsed(head_with(kFieldLimit + 1)).valid);
}

/// What an attacker must not get: a chunk that ends elsewhere for the next reader.
TEST(Body, RefusesChunksThatTwoReadersCouldTakeInTwoWays) {
  const auto taken = [](std::string_view body) {
    const std::string head = "POST http://example.com/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    RequestParser parser;
    EXPECT_TRUE(parse_head(parser, head));
    std::size_t size = 0;
    return take_body(parser, body, size) && parser.is_done() ? size : 0;
  };
  for (const char* body :
       {"5;a=\"\n\"\r\nhello\r\n0\r\n\r\n", "5;a=\"\x01\"\r\nhello\r\n0\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n", "5\r\nhello\n0\r\n\r\n", "5\r\rhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "\r\nhello\r\n0\r\n\r\n",
        "-1\r\n\r\n", "10000000000000005\r\nhello\r\n0\r\n\r\n", "ffffffffffffffffff\r\nhello\r\n0\r\n\r\n",
        "5;\r\nhello\r\n0\r\n\r\n", "0\r\nContent-Length: 5\r\n\r\n", "0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "0\r\nX : y\r\n\r\n", "0\r\nX: y\n\r\n\r\n"}) {
    EXPECT_EQ(taken(body), 0U) << body;
  }
  for (const std::string_view body : {"5\r\nhello\r\n0\r\n\r\n", "5;a=\"b;c\";d\r\nhello\r\n0\r\n\r\n",
                                      "5;a=\"\t\"\r\nhello\r\n0;e\r\nX: y\r\n\r\n", "A\r\n0123456789\r\n0\r\n\r\n"}) {
    EXPECT_EQ(taken(body), body.size()) << body;
  }
  EXPECT_EQ(taken("0\r\n\r\nGET / HTTP/1.1\r\n\r\n"), 5U);
}

TEST(Body, EndsWhereItDoesHoweverItComes) {
  const std::string head = "POST http://example.com/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string_view body : {"0\r\n\r\n", "0;a\r\nX: y\r\n\r\n", "4\r\n0\r\nX\r\n0\r\n\r\n"}) {
    RequestParser parser;
    ASSERT_TRUE(parse_head(parser, head));
    std::size_t done = 0;
    for (std::size_t there = 1; there <= body.size(); ++there) {
      EXPECT_FALSE(parser.is_done()) << body << there;
      std::size_t taken = 0;
      ASSERT_TRUE(take_body(parser, body.substr(done, there - done), taken)) << body << there;
      done += taken;
    }
    EXPECT_TRUE(parser.is_done()) << body;
    EXPECT_EQ(done, body.size());
  }
}

TEST(ResponseHead, UnsafeFramingIsSeen) {
  for (const char* coding : {"gzip", "gzip, chunked", "chunked, gzip"}) {
    const std::string head = std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: ") + coding + "\r\n\r\n";
    ResponseParser response;
    ASSERT_TRUE(parse_head(response, head)) << coding;
    EXPECT_FALSE(is_sound(response)) << coding;
  }
}

}  // namespace
}  // namespace sallyport::relay
