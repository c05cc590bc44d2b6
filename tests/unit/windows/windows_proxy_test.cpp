#include "platform/windows/windows_proxy.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

struct Exception {
  const char* name;
  const char* windows;
  const char* ours;

  friend void PrintTo(const Exception& exception, std::ostream* out) { *out << exception.name; }
};

class WindowsException : public testing::TestWithParam<Exception> {};

TEST_P(WindowsException, IsTranslated) { EXPECT_EQ(translate_windows_exception(GetParam().windows), GetParam().ours); }

INSTANTIATE_TEST_SUITE_P(
    Entries, WindowsException,
    testing::Values(Exception{"Name", "Example.com", "example.com"},
                    Exception{"Subdomains", "*.example.com", ".example.com"}, Exception{"Local", "<LOCAL>", "<local>"},
                    Exception{"Everything", "*", "*"}, Exception{"OneOctet", "10.*", "10.0.0.0/8"},
                    Exception{"TwoOctets", "192.168.*", "192.168.0.0/16"},
                    Exception{"ThreeOctets", "10.1.2.*", "10.1.2.0/24"}, Exception{"Address", "10.1.2.3", "10.1.2.3"},
                    Exception{"AddressV6", "[2001:db8::1]", "[2001:db8::1]"},
                    Exception{"Port", "example.com:8080", "example.com:8080"},
                    Exception{"EndOfName", "*example.com", ""}, Exception{"StarWithin", "a*b.example.com", ""},
                    Exception{"StarBehind", "example.*", ""}, Exception{"TooManyOctets", "10.1.2.3.*", ""},
                    Exception{"OctetTooLarge", "300.*", ""}, Exception{"Scheme", "https://example.com", ""},
                    Exception{"Loopback", "<-loopback>", ""}, Exception{"DotInFront", ".example.com", ""},
                    Exception{"Network", "10.0.0.0/8", ""}, Exception{"Comma", "a.example,b.example", ""},
                    Exception{"Nothing", "", ""}),
    [](const auto& each) { return each.param.name; });

std::string url(const std::optional<SystemProxyServer>& server) { return server ? server->endpoint.url() : "none"; }

TEST(WindowsConfiguration, IsNoneWithoutAnything) {
  const auto configuration = windows_configuration({});
  EXPECT_EQ(configuration.mode, Mode::kNone);
  EXPECT_EQ(configuration.source, "Windows");
  EXPECT_TRUE(configuration.note.empty());
}

TEST(WindowsConfiguration, TakesOneServerForAll) {
  const auto configuration =
      windows_configuration({.servers = "proxy.example.com:8080", .bypass = "*.corp;a*b <local>"});
  EXPECT_EQ(configuration.mode, Mode::kManual);
  EXPECT_EQ(url(configuration.http), "http://proxy.example.com:8080");
  EXPECT_EQ(url(configuration.https), "http://proxy.example.com:8080");
  EXPECT_EQ(configuration.ftp, "proxy.example.com:8080");
  EXPECT_EQ(configuration.bypass, ".corp, <local>");
  EXPECT_EQ(configuration.untranslated, std::vector<std::string>{"a*b"});
}

TEST(WindowsConfiguration, TakesAServerForEachScheme) {
  const auto configuration =
      windows_configuration({.servers = "HTTP=http://a.example:1 https=b.example:2;ftp=c.example:3;socks=d.example:4"});
  EXPECT_EQ(url(configuration.http), "http://a.example:1");
  EXPECT_EQ(url(configuration.https), "http://b.example:2");
  EXPECT_EQ(configuration.ftp, "c.example:3");
  EXPECT_FALSE(configuration.socks);
  EXPECT_NE(configuration.note.find("SOCKS 4"), std::string::npos);
}

TEST(WindowsConfiguration, HasTheDefaultPort) {
  EXPECT_EQ(url(windows_configuration({.servers = "proxy.example.com"}).http), "http://proxy.example.com:80");
}

TEST(WindowsConfiguration, SaysThatAServerCannotBeUsed) {
  const auto configuration = windows_configuration({.servers = "proxy example:x:y"});
  EXPECT_NE(configuration.note.find("cannot be used"), std::string::npos);
}

TEST(WindowsConfiguration, PrefersTheScript) {
  const auto configuration =
      windows_configuration({.detects = true, .script = "http://wpad.example/p.pac", .servers = "proxy.example:1"});
  EXPECT_EQ(configuration.mode, Mode::kAutomatic);
  EXPECT_EQ(configuration.pac_url, "http://wpad.example/p.pac");
  EXPECT_FALSE(configuration.http);
}

TEST(WindowsConfiguration, IsAutomaticWhereItOnlyDetects) {
  const auto configuration = windows_configuration({.detects = true});
  EXPECT_EQ(configuration.mode, Mode::kAutomatic);
  EXPECT_TRUE(configuration.pac_url.empty());
  const auto with_server = windows_configuration({.detects = true, .servers = "proxy.example:1"});
  EXPECT_EQ(with_server.mode, Mode::kManual);
  EXPECT_NE(with_server.note.find("WPAD"), std::string::npos);
}

struct Spared {
  const char* name;
  const char* bypass;
  const char* url;
  bool direct;

  friend void PrintTo(const Spared& spared, std::ostream* out) { *out << spared.name; }
};

class WindowsBypass : public testing::TestWithParam<Spared> {};

TEST_P(WindowsBypass, DecidesAsWindowsDoes) {
  const WindowsProxyValues values{.servers = "proxy.example:1", .bypass = GetParam().bypass};
  EXPECT_EQ(!windows_server_for(values, parse_request_target(GetParam().url).value()), GetParam().direct);
}

INSTANTIATE_TEST_SUITE_P(Requests, WindowsBypass,
                         testing::Values(Spared{"NameItself", "example.com", "http://EXAMPLE.com/", true},
                                         Spared{"NotItsSubdomain", "example.com", "http://a.example.com/", false},
                                         Spared{"Subdomain", "*.example.com", "http://a.b.example.com/", true},
                                         Spared{"NotTheApex", "*.example.com", "http://example.com/", false},
                                         Spared{"EndOfName", "*example.com", "http://badexample.com/", true},
                                         Spared{"StarWithin", "a*c.example", "http://abbc.example/", true},
                                         Spared{"Octets", "192.168.*", "http://192.168.7.8/", true},
                                         Spared{"OtherOctets", "192.168.*", "http://192.169.7.8/", false},
                                         Spared{"Local", "<local>", "http://intranet/", true},
                                         Spared{"AddressIsNotLocal", "<local>", "http://[2001:db8::1]/", false},
                                         Spared{"AddressV6", "[2001:db8::*]", "http://[2001:DB8::1]/", true},
                                         Spared{"Port", "example.com:8080", "http://example.com:8080/", true},
                                         Spared{"OtherPort", "example.com:8080", "http://example.com/", false},
                                         Spared{"Scheme", "https://example.com", "https://example.com/", true},
                                         Spared{"OtherScheme", "https://example.com", "http://example.com/", false},
                                         Spared{"SecondEntry", "a.example; b.example", "http://b.example/", true},
                                         Spared{"EmptyList", "", "http://example.com/", false}),
                         [](const auto& each) { return each.param.name; });

TEST(WindowsScriptAnswer, KeepsTheOrderAndIsDirectWithoutServers) {
  const auto answer = windows_script_answer("a.example:1;b.example:2");
  ASSERT_EQ(answer.size(), 2U);
  EXPECT_EQ(url(answer[0]), "http://a.example:1");
  EXPECT_EQ(url(answer[1]), "http://b.example:2");
  const auto direct = windows_script_answer("");
  ASSERT_EQ(direct.size(), 1U);
  EXPECT_FALSE(direct.front());
}

}  // namespace
}  // namespace sallyport
