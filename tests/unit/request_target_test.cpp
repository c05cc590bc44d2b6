#include "sallyport/core/request_target.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sallyport {
namespace {

struct Reading {
  std::string_view url;
  std::string_view scheme;
  std::string_view host;
  int port;
};

class RequestTargets : public testing::TestWithParam<Reading> {};

TEST_P(RequestTargets, AreRead) {
  const auto target = parse_request_target(GetParam().url);
  ASSERT_TRUE(target) << target.error().message;
  EXPECT_EQ(target->scheme, GetParam().scheme);
  EXPECT_EQ(target->host.to_string(), GetParam().host);
  EXPECT_EQ(target->port, GetParam().port);
}

INSTANTIATE_TEST_SUITE_P(RequestTarget, RequestTargets,
                         testing::Values(Reading{"http://Example.com", "http", "example.com", 80},
                                         Reading{"HTTPS://example.com/a?b#c", "https", "example.com", 443},
                                         Reading{"ws://example.com", "ws", "example.com", 80},
                                         Reading{"wss://example.com", "wss", "example.com", 443},
                                         Reading{"ftp://example.com", "ftp", "example.com", 21},
                                         Reading{"gopher://example.com", "gopher", "example.com", 0},
                                         Reading{"https://example.com:8443/", "https", "example.com", 8443},
                                         Reading{"https://example.com:/", "https", "example.com", 443},
                                         Reading{"example.com", "http", "example.com", 80},
                                         Reading{"example.com:8080/path", "http", "example.com", 8080},
                                         Reading{"example.com/http://other", "http", "example.com", 80},
                                         Reading{"example.com?u=http://other", "http", "example.com", 80},
                                         Reading{"http://alice:s3cret@example.com/", "http", "example.com", 80},
                                         Reading{"http://alice@evil.example@example.com", "http", "example.com", 80},
                                         Reading{"http://example.com/@other", "http", "example.com", 80},
                                         Reading{"http://[2001:DB8::1]:8080/", "http", "2001:db8::1", 8080},
                                         Reading{"http://[fe80::1%25eth0]/", "http", "fe80::1", 80},
                                         Reading{"http://[::ffff:10.0.0.1]/", "http", "10.0.0.1", 80},
                                         Reading{"http://bücher.example/", "http", "xn--bcher-kva.example", 80},
                                         Reading{"http://b%C3%BCcher.example/", "http", "xn--bcher-kva.example", 80},
                                         Reading{"http://exampl%65.com./", "http", "example.com", 80},
                                         Reading{"http://127.0.0.%31/", "http", "127.0.0.1", 80}));

TEST(RequestTarget, RefusesAUrlWithoutAReadableHost) {
  for (const std::string_view url : {"",
                                     "http://",
                                     "http:///path",
                                     "//example.com",
                                     "http://:80",
                                     "http://a b/",
                                     "http://a\\b",
                                     "http://a%4/",
                                     "http://a%00b/",
                                     "http://%3A%3A1/",
                                     "http://2001:db8::1/",
                                     "http://[::1",
                                     "http://[example.com]/",
                                     "http://a:b:c/",
                                     "http://example.com:0/",
                                     "http://example.com:65536/",
                                     "http://example.com:x/",
                                     "http://example.com/a\nb",
                                     "1a://example.com",
                                     "h ttp://example.com"}) {
    EXPECT_FALSE(parse_request_target(url)) << url;
  }
}

TEST(RequestTarget, NeverRepeatsAUserInAnError) {
  for (const std::string_view url : {"http://alice:s3cret@exa mple/", "http://alice:s3cret@example.com:x/",
                                     "http://alice:s3cret/", "http://alice:s3cret@", "s3cret://alice:s3cret@a b"}) {
    const auto target = parse_request_target(url);
    ASSERT_FALSE(target) << url;
    EXPECT_EQ((target.error().message + target.error().detail).find("s3cret"), std::string::npos) << url;
  }
}

TEST(RequestTarget, KnowsWhichSettingDecides) {
  EXPECT_TRUE(parse_request_target("https://a")->is_tls());
  EXPECT_TRUE(parse_request_target("wss://a")->is_tls());
  EXPECT_FALSE(parse_request_target("http://a:443")->is_tls());
  EXPECT_FALSE(parse_request_target("ftp://a")->is_tls());
}

}  // namespace
}  // namespace sallyport
