#include "sallyport/core/endpoint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "sallyport/core/proxy_settings.hpp"

namespace sallyport {
namespace {

TEST(Port, IsDecimalFrom1To65535) {
  EXPECT_EQ(parse_port("1").value(), 1);
  EXPECT_EQ(parse_port("65535").value(), 65535);
  for (const std::string_view text : {"", "0", "65536", "-1", "+80", " 80", "80 ", "0x50", "8080a", "99999999999999"}) {
    const auto port = parse_port(text);
    ASSERT_FALSE(port) << text;
    EXPECT_EQ(port.error().message, "Port must be a number from 1 to 65535.");
  }
}

TEST(ProxyProtocol, HasThreeWords) {
  for (const std::string_view word : {"http", "https", "socks5"}) {
    EXPECT_EQ(to_string(parse_proxy_protocol(word).value()), word);
  }
  for (const std::string_view word : {"", "HTTP", "socks", "socks4", "ftp"}) EXPECT_FALSE(parse_proxy_protocol(word));
}

TEST(ProxyHost, BecomesCanonical) {
  EXPECT_EQ(parse_proxy_host("Proxy.Example.COM").value(), "proxy.example.com");
  EXPECT_EQ(parse_proxy_host("proxy.example.com.").value(), "proxy.example.com");
  EXPECT_EQ(parse_proxy_host("bücher.example").value(), "xn--bcher-kva.example");
  EXPECT_EQ(parse_proxy_host("[2001:DB8::1]").value(), "2001:db8::1");
  EXPECT_EQ(parse_proxy_host("2001:DB8::1").value(), "2001:db8::1");
  EXPECT_EQ(parse_proxy_host("192.0.2.1").value(), "192.0.2.1");
  EXPECT_EQ(parse_proxy_host("proxy_1").value(), "proxy_1");
}

TEST(ProxyHost, SaysWhatIsWrongInItsOwnWords) {
  std::set<std::string> messages;
  for (const std::string_view text : {"", "http://proxy", "a@proxy", "proxy:8080", "proxy/path", "pro xy", "pro\nxy",
                                      "1::2::3", "10.0.0.256", "pro*xy", "fe80::1%eth0"}) {
    const auto host = parse_proxy_host(text);
    ASSERT_FALSE(host) << text;
    EXPECT_TRUE(messages.insert(host.error().message).second) << text << ": " << host.error().message;
  }
  EXPECT_EQ(parse_proxy_host("http://proxy").error().message,
            "Leave out the protocol: write proxy.example.com, not http://proxy.example.com.");
}

TEST(ProxyHost, NamesThePortBehindAnyForm) {
  for (const std::string_view text : {"proxy:8080", "192.0.2.1:80", "[2001:db8::1]:80", "proxy:"}) {
    EXPECT_EQ(parse_proxy_host(text).error().message, "Leave out the port here: it has a field of its own.") << text;
  }
}

TEST(ProxyHost, RefusesAnAddressThatProgramsReadDifferently) {
  for (const std::string_view text : {"127.1", "010.0.0.1", "1.2.3.4.5", "2130706433"}) {
    EXPECT_FALSE(parse_proxy_host(text)) << text;
  }
}

TEST(ProxyHost, NeverRepeatsAUserInItsMessage) {
  for (const std::string_view text : {"alice:s3cret@proxy", "http://alice:s3cret@proxy:80"}) {
    EXPECT_EQ(parse_proxy_host(text).error().message.find("s3cret"), std::string::npos);
    EXPECT_EQ(parse_endpoint(text).error().message.find("s3cret"), std::string::npos);
  }
}

TEST(Endpoint, ReadsEveryForm) {
  using enum ProxyProtocol;
  EXPECT_EQ(parse_endpoint("Proxy:8080").value(), (Endpoint{kHttp, "proxy", 8080}));
  EXPECT_EQ(parse_endpoint("proxy:8080", kSocks5).value(), (Endpoint{kSocks5, "proxy", 8080}));
  EXPECT_EQ(parse_endpoint("http://proxy:8080/", kSocks5).value(), (Endpoint{kHttp, "proxy", 8080}));
  EXPECT_EQ(parse_endpoint("HTTPS://proxy:443").value(), (Endpoint{kHttps, "proxy", 443}));
  EXPECT_EQ(parse_endpoint("socks5://proxy:1080").value(), (Endpoint{kSocks5, "proxy", 1080}));
  EXPECT_EQ(parse_endpoint("socks5h://[2001:DB8::1]:1080").value(), (Endpoint{kSocks5, "2001:db8::1", 1080}));
}

TEST(Endpoint, RefusesWhatItWouldHaveToGuess) {
  for (const std::string_view text :
       {"", "proxy", "http://proxy", "http://proxy:8080/path", "http://proxy:8080//", "ftp://proxy:21", "://proxy:80",
        "a:b@proxy:80", "2001:db8::1:8080", "[2001:db8::1]", "[2001:db8::1]x:80", "proxy:0", "proxy: 80", ":80"}) {
    EXPECT_FALSE(parse_endpoint(text)) << text;
  }
}

TEST(Endpoint, PrintsWhatItReads) {
  for (const std::string_view url :
       {"http://proxy.example.com:8080", "https://[2001:db8::1]:443", "socks5h://a:1080"}) {
    EXPECT_EQ(parse_endpoint(url)->url(), url);
  }
  EXPECT_EQ(parse_endpoint("[2001:db8::1]:8080")->host_and_port(), "[2001:db8::1]:8080");
  for (const char* text : {"[2001:db8::1]:8080", "https://proxy.test:443", "socks5://proxy.test:1080"}) {
    EXPECT_EQ(parse_endpoint(text)->as_typed(), text);
  }
}

TEST(CustomProxySettings, NameTheirServerInCanonicalForm) {
  CustomProxySettings custom;
  custom.host = "[2001:DB8::1]";
  custom.port = 3128;
  EXPECT_EQ(custom.endpoint().value(), (Endpoint{ProxyProtocol::kHttp, "2001:db8::1", 3128}));
  for (const std::int64_t port : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{65536 + 80}}) {
    custom.port = port;
    EXPECT_FALSE(custom.endpoint()) << port;
  }
  custom.port = 80;
  custom.host = "";
  EXPECT_FALSE(custom.endpoint());
}

TEST(ProxyHost, IsNoLongerThanTheDomainNameSystemAllows) {
  const std::string label(63, 'a');
  const std::string longest = label + "." + label + "." + label + "." + std::string(61, 'b');
  EXPECT_EQ(parse_proxy_host(longest).value(), longest);
  for (const std::string& host : {longest + "b", label + "a", "x." + label + "a.example"}) {
    EXPECT_THAT(parse_proxy_host(host).error().message, testing::HasSubstr("at most 253")) << host;
  }
}

}  // namespace
}  // namespace sallyport
