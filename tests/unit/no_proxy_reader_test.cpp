#include "sallyport/core/no_proxy_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sallyport {
namespace {

// tests/oracle asks the real programs; here stands what makes each dialect one of its own.

/// `direct:ENTRY`, `direct` (built in), `proxy` or `refused`.
std::string verdict(std::string_view program, std::string_view list, std::string_view url) {
  const auto reader = parse_no_proxy_reader(program);
  if (!reader) return "unknown program";
  const auto read = read_no_proxy(*reader, list, url);
  if (!read) return "refused";
  if (!read->direct) return "proxy";
  return read->built_in ? "direct" : "direct:" + read->entry;
}

/// The programs that go direct, in the order of no_proxy_readers(); but for java, whose lists look different.
std::string direct_for(std::string_view list, std::string_view url) {
  std::string words;
  for (const NoProxyReader reader : no_proxy_readers()) {
    const auto read = read_no_proxy(reader, list, url);
    if (reader != NoProxyReader::kJava && read && read->direct)
      words += (words.empty() ? "" : " ") + std::string(to_string(reader));
  }
  return words;
}

constexpr std::string_view kAll = "curl wget python requests node proxy-from-env go chromium chromium-flag";

TEST(NoProxyReader, KnowsEachProgramByItsWord) {
  for (const NoProxyReader reader : no_proxy_readers()) {
    EXPECT_EQ(parse_no_proxy_reader(to_string(reader)), reader);
    EXPECT_FALSE(display_name(reader).empty());
  }
  EXPECT_FALSE(parse_no_proxy_reader("Curl"));
  EXPECT_FALSE(parse_no_proxy_reader(""));
}

TEST(NoProxyReader, AllGoDirectToAHostAsItIsWritten) {
  EXPECT_EQ(direct_for("other.test,example.test", "http://example.test/"), kAll);
  EXPECT_EQ(direct_for("other.test", "http://example.test/"), "");
  EXPECT_EQ(direct_for("", "http://example.test/"), "");
}

TEST(NoProxyReader, DiffersOnNames) {
  EXPECT_EQ(direct_for("example.test", "http://a.example.test/"), "curl wget python requests node go chromium");
  EXPECT_EQ(direct_for("example.test", "http://badexample.test/"), "requests chromium");
  EXPECT_EQ(direct_for(".example.test", "http://example.test/"), "curl python requests node");
  EXPECT_EQ(direct_for(".example.test", "http://a.example.test/"), kAll);
  EXPECT_EQ(direct_for("*.example.test", "http://a.example.test/"), "node proxy-from-env go chromium chromium-flag");
  EXPECT_EQ(direct_for("*.example.test", "http://example.test/"), "node");
  EXPECT_EQ(direct_for("example.test.", "http://example.test/"), "curl");
  EXPECT_EQ(direct_for("example.test", "http://example.test./"), "curl");
}

TEST(NoProxyReader, DiffersOnWhatKeepsEntriesApart) {
  EXPECT_EQ(direct_for("a.test, example.test", "http://example.test/"), kAll);
  EXPECT_EQ(direct_for("a.test example.test", "http://example.test/"), "curl node proxy-from-env");
  EXPECT_EQ(direct_for("a.test;example.test", "http://example.test/"), "chromium chromium-flag");
}

TEST(NoProxyReader, DiffersOnEverything) {
  EXPECT_EQ(direct_for("*", "http://example.test/"),
            "curl python requests node proxy-from-env go chromium chromium-flag");
  EXPECT_EQ(direct_for("*,a.test", "http://example.test/"), "proxy-from-env go chromium chromium-flag");
}

TEST(NoProxyReader, DiffersOnPorts) {
  EXPECT_EQ(direct_for("example.test:8080", "http://example.test:8080/"),
            "python requests node proxy-from-env go chromium chromium-flag");
  EXPECT_EQ(direct_for("example.test:80", "http://example.test/"), "node proxy-from-env go chromium chromium-flag");
  EXPECT_EQ(direct_for("example.test:8080", "http://example.test/"), "");
}

TEST(NoProxyReader, DiffersOnAddresses) {
  EXPECT_EQ(direct_for("10.0.0.0/8", "http://10.1.2.3/"), "curl requests go chromium chromium-flag");
  EXPECT_EQ(direct_for("10.0.0.0/8", "http://11.1.2.3/"), "");
  EXPECT_EQ(direct_for("2001:db8::1", "http://[2001:db8::1]/"), "curl wget requests go");
  EXPECT_EQ(direct_for("[2001:db8::1]", "http://[2001:db8::1]/"), "python node proxy-from-env chromium chromium-flag");
  EXPECT_EQ(direct_for("2001:db8::/32", "http://[2001:db8::1]/"), "go chromium chromium-flag");
  EXPECT_EQ(direct_for("0.0.0.0/0", "http://10.1.2.3/"), "go chromium chromium-flag");
}

TEST(NoProxyReader, ReadsTheHostAsEachProgramWould) {
  EXPECT_EQ(direct_for("127.0.0.1", "http://127.1/"), "curl node proxy-from-env chromium chromium-flag");
  EXPECT_EQ(direct_for("127.1", "http://127.1/"), "wget python requests go chromium chromium-flag");
  EXPECT_EQ(direct_for("example.test", "http://EXAMPLE.test/"), kAll);
  EXPECT_EQ(direct_for("xn--bcher-kva.test", "http://bücher.test/"),
            "curl wget requests node proxy-from-env go chromium chromium-flag");
  EXPECT_EQ(direct_for("bücher.test", "http://bücher.test/"), "python go");
  EXPECT_EQ(direct_for("bücher.test", "http://BÜCHER.test/"), "python go");
  EXPECT_EQ(direct_for("2001:db8::1", "http://[2001:0db8::1]/"), "curl go");
}

TEST(NoProxyReader, KnowsWhatIsBuiltIn) {
  EXPECT_EQ(verdict("go", "", "http://localhost/"), "direct");
  EXPECT_EQ(verdict("go", "", "http://LOCALHOST/"), "proxy");
  EXPECT_EQ(verdict("go", "", "http://127.1.2.3/"), "direct");
  EXPECT_EQ(verdict("go", "", "http://a.localhost/"), "proxy");
  EXPECT_EQ(verdict("chromium", "", "http://a.LOCALHOST./"), "direct");
  EXPECT_EQ(verdict("chromium", "", "http://169.254.1.1/"), "direct");
  EXPECT_EQ(verdict("chromium", "", "http://[fe80::1]/"), "direct");
  EXPECT_EQ(verdict("chromium-flag", "<-loopback>", "http://localhost/"), "proxy");
  EXPECT_EQ(verdict("chromium-flag", "<-loopback>;localhost", "http://localhost/"), "direct:localhost");
  EXPECT_EQ(verdict("curl", "", "http://localhost/"), "proxy");
}

TEST(NoProxyReader, ReadsJavasPropertyAsTextsWithAStarAtEitherEnd) {
  EXPECT_EQ(verdict("java", "a.test|EXAMPLE.test", "http://Example.TEST:8080/"), "direct:EXAMPLE.test");
  EXPECT_EQ(verdict("java", "example.test", "http://a.example.test/"), "proxy");
  EXPECT_EQ(verdict("java", "*.example.test", "http://a.b.example.test/"), "direct:*.example.test");
  EXPECT_EQ(verdict("java", "*.example.test", "http://example.test/"), "proxy");
  EXPECT_EQ(verdict("java", "10.*", "http://10.1.2.3/"), "direct:10.*");
  EXPECT_EQ(verdict("java", "10.*", "http://10.example.test/"), "direct:10.*");
  EXPECT_EQ(verdict("java", "*xampl*", "http://example.test/"), "direct:*xampl*");
  EXPECT_EQ(verdict("java", "e*e.test", "http://example.test/"), "proxy");
  EXPECT_EQ(verdict("java", "*", "http://example.test/"), "direct:*");
  EXPECT_EQ(verdict("java", "example.test,a.test", "http://example.test/"), "proxy");
  EXPECT_EQ(verdict("java", "[2001:db8::1]", "http://[2001:DB8::1]/"), "direct:[2001:db8::1]");
  EXPECT_EQ(verdict("java", "[2001:db8::1]", "http://[2001:db8:0::1]/"), "proxy");
  EXPECT_EQ(verdict("java", "BÜCHER.test", "http://b%C3%BCcher.test/"), "direct:BÜCHER.test");
  EXPECT_EQ(verdict("java", "bücher.test", "http://xn--bcher-kva.test/"), "proxy");
  EXPECT_EQ(verdict("java", "a.test", "http://127.0.0.1/"), "direct");
  EXPECT_EQ(verdict("java", "a.test", "http://a.localhost/"), "proxy");
}

TEST(NoProxyReader, NamesTheEntryThatDecided) {
  EXPECT_EQ(verdict("curl", "a.test, .Example.test", "http://b.example.test/"), "direct:.Example.test");
  EXPECT_EQ(verdict("go", "test,10.0.0.0/8", "http://10.1.2.3/"), "direct:10.0.0.0/8");
  EXPECT_EQ(verdict("chromium", "example.test,test", "http://example.test/"), "direct:test");
  EXPECT_EQ(verdict("chromium-flag", "https://*", "https://example.test/"), "direct:https://*");
  EXPECT_EQ(verdict("chromium-flag", "https://*", "http://example.test/"), "proxy");
  EXPECT_EQ(verdict("chromium-flag", "<local>", "http://intranet/"), "direct:<local>");
}

TEST(NoProxyReader, SaysWhichUrlsAProgramRefuses) {
  EXPECT_EQ(verdict("python", "", "http://bücher.test/"), "refused");
  EXPECT_EQ(verdict("node", "", "http://10.1.2.256/"), "refused");
  EXPECT_EQ(verdict("chromium", "", "http://[fe80::1%25eth0]/"), "refused");
  EXPECT_EQ(verdict("go", "", "http://b%75cher.test/"), "refused");
  for (const std::string_view url : {"", "http://", "ftp://example.test/", "http://a b/"}) {
    EXPECT_EQ(verdict("curl", "*", url), "refused") << url;
  }
  EXPECT_EQ(verdict("curl", "", "example.test"), "proxy");
}

}  // namespace
}  // namespace sallyport
