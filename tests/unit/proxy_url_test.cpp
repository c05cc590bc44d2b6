#include "sallyport/core/proxy_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct UrlCase {
  std::string text;
  std::string endpoint;  ///< empty: refused
  std::string username;
  std::string password;
};

class ProxyUrlTable : public ::testing::TestWithParam<UrlCase> {};

TEST_P(ProxyUrlTable, Reads) {
  const auto url = parse_proxy_url(GetParam().text);
  ASSERT_EQ(url.has_value(), !GetParam().endpoint.empty());
  if (!url) return;
  EXPECT_EQ(url->endpoint.url(), GetParam().endpoint);
  EXPECT_EQ(url->credential ? url->credential->username : "", GetParam().username);
  EXPECT_EQ(url->credential ? url->credential->password.reveal() : "", GetParam().password);
}

INSTANTIATE_TEST_SUITE_P(
    All, ProxyUrlTable,
    ::testing::Values(UrlCase{"http://proxy:3128", "http://proxy:3128", "", ""},
                      UrlCase{"http://proxy:3128/", "http://proxy:3128", "", ""},
                      UrlCase{"proxy:3128", "http://proxy:3128", "", ""}, UrlCase{"proxy", "http://proxy:80", "", ""},
                      UrlCase{"HTTPS://proxy", "https://proxy:443", "", ""},
                      UrlCase{"socks://proxy", "socks5h://proxy:1080", "", ""},
                      UrlCase{"http://[::1]:8080", "http://[::1]:8080", "", ""},
                      UrlCase{"http://[::1]", "http://[::1]:80", "", ""},
                      UrlCase{"http://al%20ice:p%40ss@proxy:3128", "http://proxy:3128", "al ice", "p@ss"},
                      UrlCase{"http://a:p@ss/w@proxy:1", "http://proxy:1", "a", "p@ss/w"},
                      UrlCase{"http://a:100%@proxy:1", "http://proxy:1", "a", "100%"},
                      UrlCase{"http://a@proxy:1", "http://proxy:1", "a", ""}, UrlCase{"ftp://proxy:1", "", "", ""},
                      UrlCase{"", "", "", ""}, UrlCase{"http://", "", "", ""},
                      UrlCase{"http://proxy:99999", "", "", ""}, UrlCase{"http://a b:1", "", "", ""}));

TEST(ProxyUrl, SaysWhetherItNamesAPortAndAPath) {
  EXPECT_TRUE(parse_proxy_url("http://proxy:80")->names_port);
  EXPECT_FALSE(parse_proxy_url("http://[::1]")->names_port);
  for (const char* bare : {"http://proxy:1", "http://proxy:1/", "http://a:p/w@proxy:1"}) {
    EXPECT_FALSE(parse_proxy_url(bare)->names_path) << bare;
  }
  for (const char* more : {"http://proxy:1/proxy.pac", "http://proxy?a", "proxy:1#a", "http://proxy:1//"}) {
    EXPECT_TRUE(parse_proxy_url(more)->names_path) << more;
  }
}

TEST(ProxyUrl, ErrorsDoNotRepeatThePassword) {
  const auto url = parse_proxy_url("ftp://alice:canary@proxy:1");
  ASSERT_FALSE(url);
  EXPECT_THAT(url.error().message + url.error().detail, Not(HasSubstr("canary")));
}

TEST(ProxyUrl, FormatsWhatItReads) {
  const Endpoint endpoint{ProxyProtocol::kHttp, "proxy", 3128};
  const std::string password = "@:/#%?&=[]\\ \"'$\xC3\xA4";
  const Secret url = format_proxy_url(endpoint, "al ice", Secret(password));
  const auto read = parse_proxy_url(url.reveal());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->credential->username, "al ice");
  EXPECT_EQ(read->credential->password.reveal(), password);
  EXPECT_EQ(format_masked_proxy_url(endpoint, "al ice"), "http://al%20ice:***@proxy:3128");
}

}  // namespace
}  // namespace sallyport
