#include "sallyport/core/git_credential.hpp"

#include <gmock/gmock.h>

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Asked {
  std::string name;
  std::string lines;
  std::string proxy;  ///< empty: none
  std::optional<std::string> username = {};
};
class GitCredentialTable : public ::testing::TestWithParam<Asked> {};

TEST_P(GitCredentialTable, NamesTheProxy) {
  const auto read = parse_git_credential(GetParam().lines);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->proxy ? read->proxy->url() : "", GetParam().proxy);
  EXPECT_EQ(read->username, GetParam().username);
}

INSTANTIATE_TEST_SUITE_P(
    , GitCredentialTable,
    ::testing::Values(
        Asked{"AsGitAsks", "protocol=http\nhost=127.0.0.1:3128\nusername=alice\n", "http://127.0.0.1:3128", "alice"},
        Asked{"NoLineEnd", "protocol=http\nhost=proxy:3128", "http://proxy:3128"},
        Asked{"UpToTheEmptyLine", "protocol=http\nhost=proxy:3128\n\nhost=other:1\n", "http://proxy:3128"},
        Asked{"LastOfTwo", "host=other:1\nprotocol=http\nhost=proxy:3128\n", "http://proxy:3128"},
        Asked{"UnknownKeys",
              "capability[]=authtype\nprotocol=http\npath=a=b\nwwwauth[]=Basic realm=\"x\"\nhost=proxy:3128\nodd=\n",
              "http://proxy:3128"},
        Asked{"Tls", "protocol=https\nhost=proxy:3128\n", "https://proxy:3128"},
        Asked{"Socks", "protocol=socks5h\nhost=proxy:1081\n", "socks5h://proxy:1081"},
        Asked{"SocksResolvedHere", "protocol=socks5\nhost=proxy:1081\n", "socks5h://proxy:1081"},
        Asked{"Socks4", "protocol=socks4a\nhost=proxy:1081\n", ""},
        Asked{"PortOfCurl", "protocol=http\nhost=proxy\n", "http://proxy:1080"},
        Asked{"PortOfCurlForTls", "protocol=https\nhost=proxy\n", "https://proxy:443"},
        Asked{"Ipv6", "protocol=http\nhost=[2001:DB8::1]:3128\n", "http://[2001:db8::1]:3128"},
        Asked{"Ipv6WithoutPort", "protocol=http\nhost=[::1]\n", "http://[::1]:1080"},
        Asked{"Case", "protocol=HTTP\nhost=Proxy.Example:3128\n", "http://proxy.example:3128"},
        Asked{"Url", "url=http://al%20ice@proxy:3128/\n", "http://proxy:3128", "al ice"},
        Asked{"UrlWithoutPort", "url=http://proxy\n", "http://proxy:1080"},
        Asked{"UrlReplaces", "protocol=https\nhost=other:1\nurl=http://proxy:3128\n", "http://proxy:3128"},
        Asked{"UrlIsReplaced", "url=http://other:3128\nhost=proxy:3128\n", "http://proxy:3128"},
        Asked{"OtherUrl", "protocol=http\nhost=proxy:1\nurl=ssh://git@example.com/x\n", ""},
        Asked{"BadPort", "protocol=http\nhost=proxy:0\n", ""}, Asked{"BadHost", "protocol=http\nhost=a b:1\n", ""},
        Asked{"NoHost", "protocol=http\n", ""}, Asked{"NoProtocol", "host=proxy:3128\n", ""},
        Asked{"EmptyUser", "protocol=http\nhost=proxy:1\nusername=\n", "http://proxy:1", ""}, Asked{"Nothing", "", ""},
        Asked{"EmptyLine", "\n", ""}),
    [](const auto& each) { return each.param.name; });

TEST(GitCredential, ReadsThePasswordAsItIs) {
  const auto read = parse_git_credential("protocol=http\nhost=proxy:1\nusername=a=b\npassword= p=\xC3\xA4 %20 \r\n");
  ASSERT_TRUE(read && read->password);
  EXPECT_EQ(read->username, "a=b");
  EXPECT_EQ(read->password->reveal(), " p=\xC3\xA4 %20 \r");
  EXPECT_EQ(parse_git_credential("url=http://alice:p%40ss@proxy:1\n")->password->reveal(), "p@ss");
  EXPECT_FALSE(parse_git_credential("protocol=http\nhost=proxy:1\n")->password);
}

TEST(GitCredential, RefusesWhatIsNoProtocolWithoutRepeatingIt) {
  for (const std::string& text :
       {std::string("canary"), std::string("protocol=http\ncanary\n"), std::string("password=cana\0ry\n", 17),
        "a=" + std::string(kLongestGitCredential, 'x')}) {
    const auto read = parse_git_credential(text);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::kInvalidValue);
    EXPECT_THAT(read.error().message, AllOf(HasSubstr("KEY=VALUE"), Not(HasSubstr("canary"))));
  }
}

TEST(GitCredential, FormatsWhatItReads) {
  const auto lines = format_git_credential({"al ice", Secret("=p@ss %20\xC3\xA4 ")});
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->reveal(), "username=al ice\npassword==p@ss %20\xC3\xA4 \n");
  const auto read = parse_git_credential(lines->reveal());
  ASSERT_TRUE(read && read->password);
  EXPECT_EQ(read->password->reveal(), "=p@ss %20\xC3\xA4 ");
}

TEST(GitCredential, DoesNotFormatASecondLine) {
  for (const std::string& password : {std::string("a\nquit=1"), std::string("a\r"), std::string("a\0b", 3)}) {
    EXPECT_FALSE(format_git_credential({"alice", Secret(password)}));
    EXPECT_FALSE(format_git_credential({password, Secret("a")}));
  }
}

}  // namespace
}  // namespace sallyport
