#include "platform/linux/proxy_uri.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sallyport {
namespace {

TEST(ProxyUri, ReadsTheServer) {
  EXPECT_EQ((*parse_proxy_uri("http://Proxy.Example.com:3128"))->endpoint.url(), "http://proxy.example.com:3128");
  EXPECT_EQ((*parse_proxy_uri("https://proxy:443/"))->endpoint.url(), "https://proxy:443");
  EXPECT_EQ((*parse_proxy_uri("socks5://[2001:db8::1]:1080"))->endpoint.url(), "socks5h://[2001:db8::1]:1080");
  EXPECT_EQ((*parse_proxy_uri("socks://proxy:1080"))->endpoint.protocol, ProxyProtocol::kSocks5);
  EXPECT_EQ((*parse_proxy_uri("proxy:3128"))->endpoint.protocol, ProxyProtocol::kHttp);
  EXPECT_FALSE((*parse_proxy_uri("http://proxy:3128"))->credential);
}

TEST(ProxyUri, SplitsTheLoginOff) {
  const auto server = parse_proxy_uri("http://al%20ice:p%40ss%3A@proxy:3128");
  ASSERT_TRUE(server && *server && (*server)->credential);
  EXPECT_EQ((*server)->credential->username, "al ice");
  EXPECT_EQ((*server)->credential->password.reveal(), "p@ss:");
  EXPECT_EQ((*server)->endpoint.url(), "http://proxy:3128");
}

TEST(ProxyUri, ReadsALoginWithoutAPassword) {
  const auto server = parse_proxy_uri("http://alice@proxy:3128");
  ASSERT_TRUE(server && *server && (*server)->credential);
  EXPECT_EQ((*server)->credential->username, "alice");
  EXPECT_TRUE((*server)->credential->password.empty());
}

TEST(ProxyUri, TakesAPercentSignThatStartsNoCodeForItself) {
  EXPECT_EQ((*parse_proxy_uri("http://a:100%@proxy:1"))->credential->password.reveal(), "100%");
  EXPECT_EQ((*parse_proxy_uri("http://a:%zz%4@proxy:1"))->credential->password.reveal(), "%zz%4");
}

TEST(ProxyUri, ReadsDirect) {
  const auto direct = parse_proxy_uri("direct://");
  ASSERT_TRUE(direct);
  EXPECT_FALSE(*direct);
}

TEST(ProxyUri, RefusesWhatCannotBeUsedAndNeverEchoesIt) {
  EXPECT_EQ(parse_proxy_uri("socks4://proxy:1080").error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(parse_proxy_uri("ftp://proxy:21").error().code, ErrorCode::kUnsupported);
  for (const char* text : {"", "http://", "http://proxy", "http://proxy:0", "http://alice:s3cret@proxy:99999",
                           "http://alice:s3cret@:3128", "http://alice:s3cret@pro xy:1"}) {
    const auto server = parse_proxy_uri(text);
    ASSERT_FALSE(server) << text;
    EXPECT_EQ(server.error().code, ErrorCode::kInvalidValue) << text;
    EXPECT_EQ((server.error().message + server.error().detail).find("s3cret"), std::string::npos);
  }
}

}  // namespace
}  // namespace sallyport
