#include "sallyport/core/bypass_list.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sallyport {
namespace {

struct Question {
  std::string_view list;
  std::string_view url;
};

bool bypasses(const Question& question) {
  std::vector<BypassError> errors;
  const auto list = BypassList::parse(question.list, &errors);
  EXPECT_TRUE(errors.empty()) << question.list << ": " << errors.front().message;
  return list.match(parse_request_target(question.url).value()) != nullptr;
}

void PrintTo(const Question& question, std::ostream* out) { *out << question.list << " asked for " << question.url; }

class Bypassed : public testing::TestWithParam<Question> {};
class Proxied : public testing::TestWithParam<Question> {};

TEST_P(Bypassed, ByTheList) { EXPECT_TRUE(bypasses(GetParam())); }
TEST_P(Proxied, InSpiteOfTheList) { EXPECT_FALSE(bypasses(GetParam())); }

INSTANTIATE_TEST_SUITE_P(
    BypassList, Bypassed,
    testing::Values(
        Question{"example.com", "http://example.com"}, Question{"example.com", "https://a.example.com:8443/"},
        Question{"example.com", "http://a.b.example.com"}, Question{"EXAMPLE.com.", "http://a.example.COM."},
        Question{".example.com", "http://a.example.com"}, Question{"*.example.com", "http://a.b.example.com"},
        Question{"example.com:8080", "http://a.example.com:8080"}, Question{"example.com:443", "https://example.com"},
        Question{"example.com:443", "wss://example.com"}, Question{"example.com:80", "ws://example.com"},
        Question{"*.example.com:80", "http://a.example.com"}, Question{"10.1.2.3", "http://10.1.2.3:99"},
        Question{"10.1.2.3", "http://[::ffff:10.1.2.3]"}, Question{"::ffff:10.1.2.3", "http://10.1.2.3"},
        Question{"2001:db8::1", "http://[2001:DB8:0::1]"}, Question{"[2001:db8::1]", "http://[2001:db8::1]:8080"},
        Question{"[2001:db8::1]:8080", "http://[2001:db8::1]:8080"}, Question{"fe80::1", "http://[fe80::1%25eth0]"},
        Question{"10.0.0.0/8", "http://10.255.0.1"}, Question{"10.1.2.3/8", "http://10.255.0.1"},
        Question{"10.0.0.0/8:80", "http://10.0.0.1"}, Question{"0.0.0.0/0", "http://8.8.8.8"},
        Question{"::ffff:10.0.0.0/104", "http://10.255.0.1"}, Question{"2001:db8::/32", "http://[2001:db8:1::1]"},
        Question{"[2001:db8::]/32:80", "http://[2001:db8:1::1]"},
        Question{"[2001:db8::/32]:80", "http://[2001:db8::1]"}, Question{"[2001:db8::/32]", "http://[2001:db8::1]"},
        Question{"<local>", "http://intranet"}, Question{"<LOCAL>:80", "http://intranet."},
        Question{"*", "https://anything.example"}, Question{"*", "http://[::1]"},
        Question{"*:80", "http://anything.example"}, Question{"bücher.example", "http://xn--bcher-kva.example"},
        Question{"xn--bcher-kva.example", "http://BÜCHER.example"}, Question{"a_b.example", "http://a_b.example"},
        Question{"127.1", "http://127.1"}, Question{" , a.example ,\n\tb.example\r\n,,", "http://b.example"}));

INSTANTIATE_TEST_SUITE_P(
    BypassList, Proxied,
    testing::Values(
        Question{"", "http://example.com"}, Question{" , ,", "http://example.com"},
        Question{"example.com", "http://badexample.com"}, Question{"example.com", "http://example.com.evil.example"},
        Question{"example.com", "http://com"}, Question{".example.com", "http://example.com"},
        Question{"*.example.com", "http://example.com"}, Question{"*.example.com", "http://badexample.com"},
        Question{"example.com:8080", "https://example.com"}, Question{"example.com:443", "http://example.com"},
        Question{"example.com:80", "https://example.com"}, Question{"10.1.2.3", "http://10.1.2.4"},
        Question{"10.1.2.3", "http://10.1.2.3.example"}, Question{"10.1.2.3", "http://resolves-to-it.example"},
        Question{"2001:db8::1", "http://[2001:db8::2]"}, Question{"[2001:db8::1]:80", "https://[2001:db8::1]"},
        Question{"::10.1.2.3", "http://10.1.2.3"}, Question{"10.0.0.0/8", "http://11.0.0.1"},
        Question{"10.0.0.0/8", "http://10.example"}, Question{"0.0.0.0/0", "http://[2001:db8::1]"},
        Question{"::/0", "http://10.0.0.1"}, Question{"10.0.0.0/8:80", "https://10.0.0.1"},
        Question{"<local>", "http://10.1.2.3"}, Question{"<local>", "http://[::1]"},
        Question{"<local>", "http://intranet.example"}, Question{"*:80", "https://example.com"},
        Question{"127.1", "http://127.0.0.1"}, Question{"faß.example", "http://fass.example"}));

TEST(BypassList, ReportsEveryBadEntryAndKeepsTheRest) {
  std::vector<BypassError> errors;
  const auto list = BypassList::parse("good.example, a b, http://x, *foo, also.example", &errors);
  ASSERT_EQ(list.entries().size(), 2U);
  EXPECT_EQ(list.entries()[0].text, "good.example");
  EXPECT_EQ(list.entries()[1].domain, "also.example");
  ASSERT_EQ(errors.size(), 3U);
  EXPECT_EQ(errors[0].entry, "a b");
  EXPECT_EQ(errors[0].message, "\"a b\" cannot be read. Entries are separated by commas, not by spaces.");
  EXPECT_EQ(errors[1].entry, "http://x");
  EXPECT_EQ(errors[2].entry, "*foo");
}

class BadEntry : public testing::TestWithParam<std::string_view> {};

TEST_P(BadEntry, IsReportedWithASentence) {
  std::vector<BypassError> errors;
  EXPECT_TRUE(BypassList::parse(GetParam(), &errors).entries().empty());
  ASSERT_EQ(errors.size(), 1U);
  EXPECT_EQ(errors.front().entry, GetParam());
  EXPECT_TRUE(errors.front().message.ends_with('.'));
  EXPECT_TRUE(BypassList::parse(GetParam(), nullptr).entries().empty());
}

INSTANTIATE_TEST_SUITE_P(BypassList, BadEntry,
                         testing::Values("a*", "*a", "a.*.b", "192.168.*", "**", "*.*.a", ".", "*.", "..a", ".*.a",
                                         "a..b", "a b", "a;b", "a\tb", "http://a", "u:p@a", "a:0", "a:", "a:65536",
                                         "a:b", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "10/8",
                                         "a/8", "2001:db8::/129", "::ffff:10.0.0.0/95", "[2001:db8::1", "[a]",
                                         "[10.1.2.3]", "[2001:db8::1]80", "1::2::3", "fe80::1%eth0", "*.10.0.0.1",
                                         "<localhost>", "a/path", "\xff"));

TEST(BypassList, NamesTheFirstEntryThatMatches) {
  const auto list = BypassList::parse("other.example, *.example.com , example.com", nullptr);
  EXPECT_EQ(list.match(parse_request_target("http://a.example.com").value())->text, "*.example.com");
  EXPECT_EQ(list.match(parse_request_target("http://example.com").value())->text, "example.com");
  EXPECT_EQ(list.match(parse_request_target("http://example.net").value()), nullptr);
}

TEST(BypassList, NamesTheFirstEntryWhateverItsKind) {
  const auto first = [](std::string_view list, std::string_view url) {
    return BypassList::parse(list, nullptr).match(parse_request_target(url).value())->text;
  };
  EXPECT_EQ(first("*:80, com, a.com", "http://a.com"), "*:80");
  EXPECT_EQ(first("a.com:81, com, *:80, a.com", "http://a.com"), "com");
  EXPECT_EQ(first("b.com, a.com, com, *", "http://x.a.com"), "a.com");
  EXPECT_EQ(first("com, .a.com, *.a.com, a.com", "http://x.a.com"), "com");
  EXPECT_EQ(first(".a.com, *.a.com, a.com", "http://a.com"), "a.com");
  EXPECT_EQ(first("A.com, a.com.", "http://a.com"), "A.com");
  EXPECT_EQ(first("<local>, intranet", "http://intranet"), "<local>");
  EXPECT_EQ(first("intranet, <local>", "http://intranet"), "intranet");
  EXPECT_EQ(first("a.com, 10.0.0.0/8, 10.1.2.3", "http://10.1.2.3"), "10.0.0.0/8");
}

TEST(BypassList, MatchesAsACopyDoes) {
  auto list = BypassList::parse("other.example, *.example.com, 10.0.0.0/8", nullptr);
  const BypassList copy = list;
  list = BypassList();
  EXPECT_EQ(copy.match(parse_request_target("http://a.example.com").value())->text, "*.example.com");
  EXPECT_EQ(list.match(parse_request_target("http://a.example.com").value()), nullptr);
}

}  // namespace
}  // namespace sallyport
