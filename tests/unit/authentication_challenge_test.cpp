#include "relay/authentication_challenge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport::relay {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<AuthenticationChallenge> parse(const std::string& field) { return parse_challenges({&field, 1}); }

/// `scheme token68 name=value …; …`
std::string describe(const std::vector<AuthenticationChallenge>& challenges) {
  std::string text;
  for (const AuthenticationChallenge& challenge : challenges) {
    if (!text.empty()) text += "; ";
    text += challenge.scheme;
    if (!challenge.token68.empty()) text += " <" + challenge.token68 + ">";
    for (const auto& [name, value] : challenge.parameters)
      text.append(" ").append(name).append("=[").append(value) += ']';
  }
  return text;
}

struct Case {
  std::string name;
  std::string field;
  std::string expected;
};
class AuthenticationChallengeTable : public ::testing::TestWithParam<Case> {};

TEST_P(AuthenticationChallengeTable, Reads) { EXPECT_EQ(describe(parse(GetParam().field)), GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(
    Fields, AuthenticationChallengeTable,
    ::testing::Values(
        Case{"Basic", R"(Basic realm="Squid proxy-caching web server")",
             "basic realm=[Squid proxy-caching web server]"},
        Case{"Token", "Basic realm=here", "basic realm=[here]"},
        Case{"Several", R"(Negotiate, NTLM, Basic realm="a, \"b\" \\", charset="UTF-8")",
             R"(negotiate; ntlm; basic realm=[a, "b" \] charset=[UTF-8])"},
        Case{"Digest", R"(Digest realm="r", qop="auth,auth-int", nonce="n==", stale=FALSE, Basic realm="x")",
             "digest realm=[r] qop=[auth,auth-int] nonce=[n==] stale=[FALSE]; basic realm=[x]"},
        Case{"SpacesAroundEquals", "Basic realm \t= \"x\" , charset =UTF-8", "basic realm=[x] charset=[UTF-8]"},
        Case{"EmptyElements", ",, Basic realm=a,,, b=c ,", "basic realm=[a] b=[c]"},
        Case{"Token68", "NTLM TlRMTVNTUAAC+/==, Basic realm=a", "ntlm <TlRMTVNTUAAC+/==>; basic realm=[a]"},
        Case{"Token68WithoutPadding", "Negotiate YII", "negotiate <YII>"},
        Case{"NoValueIsToken68", "Basic realm=", "basic <realm=>"},
        Case{"NoParameterAfterToken68", "NTLM abc=, realm=x, Basic realm=y", "ntlm <abc=>"},
        Case{"SchemeAlone", "Negotiate", "negotiate"}, Case{"MixedCase", "bAsIc ReAlM=x", "basic realm=[x]"},
        Case{"Nothing", "", ""}, Case{"OnlyCommas", " ,\t,", ""}, Case{"ParameterWithoutScheme", "realm=x", ""},
        Case{"UnclosedQuote", "Basic realm=\"x", "basic"}, Case{"ClosedByEscape", "Basic realm=\"x\\", "basic"},
        Case{"GarbageBehindQuote", "Basic realm=\"x\"y, NTLM", "basic realm=[x]"},
        Case{"SpoofInsideQuotes", R"(Basic realm="x, Digest nonce=y")", "basic realm=[x, Digest nonce=y]"},
        Case{"NoToken", "\"Basic\" realm=x", ""}, Case{"LineBreak", "Basic realm=\"a\r\nX: y\"", ""},
        Case{"NulCharacter", std::string("Basic realm=\"\0\"", 15), ""},
        Case{"OtherBytes", "Basic realm=\"\xC3\xA9\xFF\"", "basic realm=[\xC3\xA9\xFF]"}),
    [](const auto& test) { return test.param.name; });

TEST(AuthenticationChallenge, TakesEveryFieldInOrder) {
  const std::string fields[] = {"Negotiate", "\"broken", "Basic realm=a"};
  const auto challenges = parse_challenges(fields);
  ASSERT_THAT(challenges, SizeIs(2));
  EXPECT_EQ(challenges[0].scheme, "negotiate");
  EXPECT_EQ(challenges[1].scheme, "basic");
}

TEST(AuthenticationChallenge, FindsTheFirstParameterOfAName) {
  const auto challenges = parse("Digest nonce=a, nonce=b");
  ASSERT_THAT(challenges, SizeIs(1));
  EXPECT_EQ(*challenges[0].find("nonce"), "a");
  EXPECT_EQ(challenges[0].find("realm"), nullptr);
}

TEST(AuthenticationChallenge, ReadsALongFieldInTime) {
  std::string field = "Digest a=";
  for (int i = 0; i < 20'000; ++i) field += "\"\\\"\", b=";
  EXPECT_THAT(parse(field).at(0).parameters, SizeIs(20'000));
  EXPECT_THAT(parse(std::string(60'000, ',')), IsEmpty());
}

}  // namespace
}  // namespace sallyport::relay
