#include "sallyport/core/bypass_warnings.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "support/bypass_promise.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> sentences(std::string_view list, const std::vector<NoProxyReader>& programs) {
  std::vector<std::string> sentences;
  for (const BypassWarning& warning : bypass_warnings(BypassList::parse(list, nullptr), programs)) {
    sentences.push_back(warning.sentence());
  }
  return sentences;
}

std::vector<std::string> for_plain(std::string_view list) {
  return sentences(list, bypass_readers(ClientKind::kPlain));
}

TEST(BypassWarnings, SayNothingWhereAllReadTheList) {
  EXPECT_THAT(for_plain(""), IsEmpty());
  EXPECT_THAT(for_plain("10.1.2.3"), IsEmpty());
  EXPECT_THAT(for_plain("::ffff:10.1.2.3"), IsEmpty());
  EXPECT_THAT(for_plain("localhost, 127.0.0.1"), IsEmpty()) << "always written";
  EXPECT_THAT(sentences("example.com, *.corp.example, 10.0.0.0/9, 2001:db8::/32, [2001:db8::1]:80, a:81, <local>, *:80",
                        bypass_readers(ClientKind::kChromium)),
              IsEmpty());
}

TEST(BypassWarnings, NameThoseThatReadNoNetworks) {
  EXPECT_THAT(for_plain("10.0.0.0/8"),
              ElementsAre("wget, urllib, undici and proxy-from-env send 10.0.0.0/8 through the proxy: they do not read "
                          "networks."));
}

TEST(BypassWarnings, NameWhatElseGoesDirect) {
  EXPECT_THAT(for_plain("*.corp.example"),
              ElementsAre("curl, urllib, requests and undici also go direct to corp.example, which the list does not "
                          "name."));
  EXPECT_THAT(for_plain("Example.COM."),
              ElementsAre("requests and Chromium also go direct to notexample.com, which the list does not name."));
  EXPECT_THAT(sentences("10.0.0.0/8", bypass_readers(ClientKind::kJava)),
              ElementsAre("Java also goes direct to 10.not.test, which the list does not name."));
  EXPECT_THAT(sentences("10.1", bypass_readers(ClientKind::kChromium)),
              ElementsAre("Apps built on Chromium also go direct to 10.0.0.1, which the list does not name."));
  EXPECT_THAT(sentences("0", bypass_readers(ClientKind::kJava)),
              ElementsAre("Java also goes direct to 192.0.2.0, which the list does not name."));
  EXPECT_THAT(sentences("::2", {NoProxyReader::kRequests}),
              ElementsAre("requests also goes direct to [1::2], which the list does not name."));
  EXPECT_THAT(sentences("::/0", bypass_readers(ClientKind::kChromium)),
              ElementsAre("Apps built on Chromium also go direct to 192.0.2.1, which the list does not name."));
}

TEST(BypassWarnings, SayWhatIsLeftOut) {
  EXPECT_THAT(for_plain("a.example:81"), ElementsAre("Programs that read no_proxy send a.example:81 through the proxy: "
                                                     "their lists are written without ports."));
  EXPECT_THAT(for_plain("<LOCAL>"), ElementsAre("Programs that read no_proxy send <LOCAL> through the proxy: their "
                                                "lists are written without <local>."));
  EXPECT_THAT(sentences("2001:db8::/32", bypass_readers(ClientKind::kNode)),
              ElementsAre("undici and proxy-from-env send 2001:db8::/32 through the proxy: their lists are written "
                          "without IPv6 networks."));
  EXPECT_THAT(
      sentences("10.0.0.0/8:80", bypass_readers(ClientKind::kChromium)),
      ElementsAre("Apps built on Chromium send 10.0.0.0/8:80 through the proxy: their lists are written without "
                  "ports."));
}

TEST(BypassWarnings, NameAllThatReadNoProxyAsOne) {
  const auto all = no_proxy_readers();
  EXPECT_THAT(sentences("a.example:81", {all.begin(), all.end()}),
              ElementsAre("Java and programs that read no_proxy send a.example:81 through the proxy: their lists are "
                          "written without ports."));
}

TEST(BypassWarnings, KnowThatEverythingIsWrittenAlone) {
  EXPECT_THAT(for_plain("10.0.0.0/8, *, a.example"),
              ElementsAre("wget sends everything through the proxy: it does not read *."));
}

TEST(BypassWarnings, DoNotComplainOfWhatAnotherEntryCovers) {
  EXPECT_THAT(for_plain("example.com, *.example.com, notexample.com, bad-example.com"),
              ElementsAre("requests and Chromium also go direct to notnotexample.com and notbad-example.com, which the "
                          "list does not name."));
  EXPECT_THAT(sentences("example.com:81, example.com", {NoProxyReader::kCurl}), IsEmpty());
  EXPECT_THAT(sentences("10.1.2.3/32, 10.1.2.3", {NoProxyReader::kWget}), IsEmpty());
}

TEST(BypassWarnings, StandTogetherWhereTheSameHappens) {
  const auto list = BypassList::parse("10.0.0.0/8, a.example, 172.16.0.0/12, b.example", nullptr);
  const auto warnings = bypass_warnings(list, bypass_readers(ClientKind::kPlain));
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].effect, BypassWarning::Effect::kIgnored);
  EXPECT_THAT(warnings[0].entries, ElementsAre("10.0.0.0/8", "172.16.0.0/12"));
  EXPECT_EQ(warnings[1].effect, BypassWarning::Effect::kTooWide);
  EXPECT_THAT(warnings[1].entries, ElementsAre("a.example", "b.example"));
  EXPECT_THAT(warnings[1].hosts, ElementsAre("nota.example", "notb.example"));
  EXPECT_THAT(sentences("a:1, a:2, a:3, a:4, a:5", {NoProxyReader::kGo}),
              ElementsAre("Go sends a:1, a:2, a:3 and 2 more through the proxy: its list is written without ports."));
}

/// Words from a small store, so that they meet.
class Words {
 public:
  explicit Words(unsigned seed) : random_(seed) {}

  template <std::size_t kSize>
  std::string one_of(const std::array<std::string_view, kSize>& words) {
    return std::string(words[number(kSize)]);
  }
  std::size_t number(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  std::string name() {
    constexpr std::array<std::string_view, 9> kLabels = {"a",  "b", "ex", "notex", "not", "10", "corp", "xn--bcher-kva",
                                                         "x_y"};
    std::string name;
    for (std::size_t i = number(3); i > 0; --i) name += one_of(kLabels) + ".";
    return name + one_of(std::array<std::string_view, 4>{"ex", "notex", "test", "xn--bcher-kva"});
  }
  std::string v4() {
    constexpr std::array<std::string_view, 6> kOctets = {"0", "1", "10", "127", "128", "255"};
    return one_of(kOctets) + "." + one_of(kOctets) + "." + one_of(kOctets) + "." + one_of(kOctets);
  }
  std::string v6() {
    return one_of(std::array<std::string_view, 8>{"2001:db8::1", "2001:db8::2", "2001:db8:1::1", "2001:db9::1",
                                                  "fe80::1", "::2", "fd00::8080",
                                                  "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff"});
  }
  std::string url() {
    const std::string host = number(3) == 0 ? v4() : number(4) == 0 ? "[" + v6() + "]" : name();
    return one_of(std::array<std::string_view, 2>{"http://", "https://"}) + host +
           one_of(std::array<std::string_view, 5>{"", "", ":80", ":443", ":8080"}) + "/";
  }
  std::string entry() {
    return host_entry() + one_of(std::array<std::string_view, 7>{"", "", "", "", ":80", ":443", ":8080"});
  }

 private:
  std::string host_entry() {
    switch (number(14)) {
      case 0:
        return number(8) == 0 ? "*" : name();
      case 1:
        return "<local>";
      case 2:
        return "." + name();
      case 3:
        return "*." + name();
      case 4:
        return "BÜCHER.Ex";
      case 5:
        return name() + ".";
      case 6:
        return "EX";
      case 7:
        return v4();
      case 8:
        return v4() + "/" + std::to_string(number(33));
      case 9:
        return "[" + v6() + "]";
      case 10:
        return "[" + v6() + "/" + std::to_string(number(129)) + "]";
      case 11:
        return "[::ffff:" + v4() + "]";
      case 12:
        return "[::ffff:" + v4() + "/" + std::to_string(96 + number(33)) + "]";
      default:
        return number(6) == 0 ? "[fe80::1%eth0]" : name();  // a zone cannot be read
    }
  }

  std::mt19937 random_;
};

TEST(BypassWarnings, NameEachProgramThatDoesOtherwiseThanTheListSays) {
  Words words(20261129);
  int promises = 0;
  int differences = 0;
  for (int i = 0; i < 1000; ++i) {
    std::string text;
    for (std::size_t entries = 1 + words.number(4); entries > 0; --entries) text += words.entry() + ", ";
    const auto list = BypassList::parse(text, nullptr);
    const auto warnings = bypass_warnings(list, no_proxy_readers());
    for (int asked = 0; asked < 20; ++asked) {
      const std::string url = words.url();
      const auto broken = broken_promise(list, warnings, url);
      ASSERT_FALSE(broken) << *broken << " though the list is " << text;
      ++promises;
      differences += broken_promise(list, {}, url).has_value() ? 1 : 0;
    }
  }
  EXPECT_GT(differences, promises / 20) << "else there was nothing to warn of";
}

TEST(BypassRendering, WritesNothingThatStopsAProgramFromStarting) {
  Words words(7);
  for (int i = 0; i < 2000; ++i) {
    const std::string entry = words.entry();
    const std::string rendered = render_no_proxy(BypassList::parse(entry, nullptr));
    // httpx makes a URL pattern of each entry: brackets, and a slash behind IPv6, are an error to it.
    EXPECT_EQ(rendered.find('['), std::string::npos) << entry;
    for (auto slash = rendered.find('/'); slash != std::string::npos; slash = rendered.find('/', slash + 1)) {
      const auto begin = rendered.rfind(',', slash) + 1;
      EXPECT_EQ(rendered.substr(begin, slash - begin).find(':'), std::string::npos) << entry;
    }
  }
}

TEST(BypassWarnings, HoldForEachProgramThatAKindOfClientMayBe) {
  EXPECT_THAT(bypass_readers(ClientKind::kChromium), ElementsAre(NoProxyReader::kChromiumFlag));
  EXPECT_THAT(bypass_readers(ClientKind::kJava), ElementsAre(NoProxyReader::kJava));
  EXPECT_THAT(bypass_readers(ClientKind::kPlain), ::testing::Contains(NoProxyReader::kCurl));
  EXPECT_THAT(bypass_readers(ClientKind::kPlain), ::testing::Not(::testing::Contains(NoProxyReader::kJava)));
}

}  // namespace
}  // namespace sallyport
