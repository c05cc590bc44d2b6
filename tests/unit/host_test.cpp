#include "sallyport/core/host.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace sallyport {
namespace {

IpAddress address(std::string_view text) { return parse_ip_address(text).value(); }

struct Canonical {
  std::string_view text;
  std::string_view canonical;
  bool is_address;
};

class HostForms : public testing::TestWithParam<Canonical> {};

TEST_P(HostForms, AreCanonicalAndStable) {
  const auto& [text, canonical, is_address] = GetParam();
  const auto host = parse_host(text);
  ASSERT_TRUE(host) << text;
  EXPECT_EQ(host->to_string(), canonical);
  EXPECT_EQ(host->is_address(), is_address);
  const auto again = parse_host(host->to_string());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->value, host->value);
}

INSTANTIATE_TEST_SUITE_P(
    Host, HostForms,
    testing::Values(Canonical{"Proxy.Example.COM", "proxy.example.com", false},
                    Canonical{"proxy.example.com.", "proxy.example.com", false},
                    Canonical{"bücher.example", "xn--bcher-kva.example", false},
                    Canonical{"BÜCHER.example", "xn--bcher-kva.example", false},
                    Canonical{"bücher。example。", "xn--bcher-kva.example", false},
                    Canonical{"faß.de", "xn--fa-hia.de", false}, Canonical{"a_b.example", "a_b.example", false},
                    Canonical{"r3---sn.example", "r3---sn.example", false}, Canonical{"127.1", "127.1", false},
                    Canonical{"010.0.0.1", "010.0.0.1", false}, Canonical{"0x7f000001", "0x7f000001", false},
                    Canonical{"1.2.3.256", "1.2.3.256", false}, Canonical{"10.1.2.3", "10.1.2.3", true},
                    Canonical{"10.1.2.3.", "10.1.2.3", true}, Canonical{"１０.1.2.3", "10.1.2.3", true},
                    Canonical{"2001:DB8::1", "2001:db8::1", true},
                    Canonical{"[2001:db8:0:0:0:0:0:1]", "2001:db8::1", true},
                    Canonical{"::ffff:10.1.2.3", "10.1.2.3", true}, Canonical{"[::FFFF:a01:203]", "10.1.2.3", true},
                    Canonical{"fe80::1%eth0", "fe80::1", true}, Canonical{"[fe80::1%25eth0]", "fe80::1", true}));

class NoHost : public testing::TestWithParam<std::string_view> {};

TEST_P(NoHost, IsRefusedWithASentence) {
  const auto host = parse_host(GetParam());
  ASSERT_FALSE(host);
  EXPECT_EQ(host.error().code, ErrorCode::kInvalidValue);
  EXPECT_TRUE(host.error().message.ends_with('.'));
}

INSTANTIATE_TEST_SUITE_P(Host, NoHost,
                         testing::Values("", ".", "..", ".example", "a..b", "a b", "a,b", "a/b", "*", "a%41", "[a]",
                                         "[10.1.2.3]", "[::1", "::1]", ":", "1::2::3", "12345::", "[]", "a:b",
                                         std::string_view("a\0b", 3), "ü\n", "\xff", "２００１：：１"));

TEST(IpAddress, PrintsAsRfc5952Says) {
  for (const std::string_view text :
       {"::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "2001:db8::1:0:0:1", "0.0.0.0"}) {
    EXPECT_EQ(address(text).to_string(), text);
  }
  EXPECT_EQ(address("2001:0DB8:0000:0000:0001:0000:0000:0001").to_string(), "2001:db8::1:0:0:1");
}

TEST(IpAddress, RefusesWhatOnlySomeProgramsRead) {
  for (const std::string_view text : {"127.1", "0x7f000001", "010.0.0.1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4 ",
                                      "fe80::1%eth0", "[1.2.3.4]", "::1.2.3", "", "localhost"}) {
    EXPECT_FALSE(parse_ip_address(text)) << text;
  }
}

TEST(IpAddress, KnowsLoopback) {
  for (const std::string_view text : {"127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(address(text).is_loopback()) << text;
  }
  for (const std::string_view text : {"128.0.0.1", "0.0.0.0", "::", "::2", "1::1", "::127.0.0.1"}) {
    EXPECT_FALSE(address(text).is_loopback()) << text;
  }
}

TEST(IpAddress, SharesAPrefixBitByBit) {
  EXPECT_TRUE(address("10.1.2.3").shares_prefix(address("10.9.9.9"), 8));
  EXPECT_FALSE(address("10.1.2.3").shares_prefix(address("11.1.2.3"), 8));
  EXPECT_TRUE(address("10.1.2.3").shares_prefix(address("11.1.2.3"), 7));
  EXPECT_TRUE(address("172.31.255.1").shares_prefix(address("172.16.0.0"), 12));
  EXPECT_FALSE(address("172.32.0.1").shares_prefix(address("172.16.0.0"), 12));
  EXPECT_TRUE(address("1.2.3.4").shares_prefix(address("200.0.0.0"), 0));
  EXPECT_FALSE(address("1.2.3.4").shares_prefix(address("1.2.3.5"), 32));
  EXPECT_TRUE(address("2001:db8::1").shares_prefix(address("2001:db8:ffff::"), 32));
  EXPECT_FALSE(address("2001:db9::1").shares_prefix(address("2001:db8::"), 32));
  EXPECT_FALSE(address("::").shares_prefix(address("0.0.0.0"), 0)) << "families differ";
  EXPECT_FALSE(address("1.2.3.4").shares_prefix(address("1.2.3.4"), 33));
}

TEST(Host, KnowsLoopback) {
  for (const std::string_view text : {"localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "[::1]"}) {
    EXPECT_TRUE(parse_host(text)->is_loopback()) << text;
  }
  for (const std::string_view text : {"notlocalhost", "localhost.example", "127.1", "10.0.0.1"}) {
    EXPECT_FALSE(parse_host(text)->is_loopback()) << text;
  }
}

TEST(Host, KeepsAnOverLongAsciiLabel) {
  const std::string label(64, 'a');
  EXPECT_EQ(to_a_labels(label + ".Example").value(), label + ".example");
}

}  // namespace
}  // namespace sallyport
