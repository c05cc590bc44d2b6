#include "relay/authentication_scheme.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/common/openssl_digest_hash.hpp"

namespace sallyport::relay {
namespace {

using Outcome = AuthenticationExchange::Outcome;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<AuthenticationChallenge> parse(const std::string& field) { return parse_challenges({&field, 1}); }

class AuthenticationSchemeTest : public ::testing::Test {
 protected:
  static std::string strongest(const std::string& field) {
    const auto challenges = parse(field);
    const SchemeOffer offer = judge_offer(challenges);
    if (offer.strongest == nullptr) return "none";
    const std::string* algorithm = offer.strongest->find("algorithm");
    return offer.strongest->scheme + (algorithm == nullptr ? "" : " " + *algorithm);
  }
  static std::vector<std::string> unknown(const std::string& field) { return judge_offer(parse(field)).unknown; }

  std::unique_ptr<AuthenticationScheme> scheme(const std::string& field) {
    const auto challenges = parse(field);
    return make_scheme(*judge_offer(challenges).strongest, {hash, [this] { return cnonce; }});
  }
  static std::shared_ptr<const Credential> credential(const std::string& user, const std::string& password) {
    return std::make_shared<const Credential>(Credential{user, Secret(password)});
  }
  static std::string authorization(AuthenticationExchange& exchange, RequestLine request = {"GET", "/dir/index.html"}) {
    return std::string(exchange.authorization(request).value().reveal());
  }
  static AuthenticationChallenge challenge(const std::string& field) { return parse(field).at(0); }

  OpensslDigestHash hash;
  std::string cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  const std::string rfc = R"(realm="http-auth@example.org", qop="auth, auth-int", )"
                          R"(nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", )"
                          R"(opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", algorithm=)";
  const std::shared_ptr<const Credential> mufasa = credential("Mufasa", "Circle of Life");
};

TEST_F(AuthenticationSchemeTest, ChoosesTheStrongestOffered) {
  const std::string sha = "Digest realm=r, nonce=n, qop=auth, algorithm=SHA-256";
  const std::string md5 = "Digest realm=r, nonce=n, qop=auth, algorithm=MD5";
  EXPECT_EQ(strongest("Basic realm=r, " + md5 + ", " + sha), "digest SHA-256");
  EXPECT_EQ(strongest(sha + ", " + md5 + ", Basic realm=r"), "digest SHA-256");
  EXPECT_EQ(strongest("Basic realm=r, " + md5), "digest MD5");
  EXPECT_EQ(strongest("Basic realm=r, Digest realm=r, nonce=n"), "digest") << "MD5 when it names none";
  EXPECT_EQ(strongest("NTLM, Basic realm=r, Negotiate"), "basic");
  EXPECT_EQ(strongest("Basic"), "basic") << "a proxy that forgets the realm";
}

TEST_F(AuthenticationSchemeTest, LeavesOutDigestsThatItCannotAnswer) {
  EXPECT_EQ(strongest("Digest realm=r, nonce=n, algorithm=SHA-512-256, Basic realm=r"), "basic");
  EXPECT_EQ(strongest("Digest realm=r, nonce=n, qop=auth-int"), "none");
  EXPECT_EQ(strongest("Digest realm=r"), "none");
  EXPECT_EQ(strongest("Digest nonce=n"), "none");
  EXPECT_EQ(strongest(R"(Digest realm=r, nonce=n, qop="auth-int , AUTH")"), "digest");
}

TEST_F(AuthenticationSchemeTest, NamesWhatItDoesNotKnow) {
  EXPECT_THAT(unknown("Negotiate, NTLM TlRM, NTLM, Basic realm=r"), ElementsAre("Negotiate", "NTLM"));
  EXPECT_THAT(unknown("Digest realm=r, nonce=n, algorithm=SHA-512-256"), ElementsAre("Digest with SHA-512-256"));
  EXPECT_THAT(unknown("Basic realm=r"), IsEmpty());
  EXPECT_THAT(unknown(std::string(500, 'x')), ElementsAre("X" + std::string(31, 'x')));
  EXPECT_EQ(unknown("a, b, c, d, e, f, g").size(), 5U);
}

TEST_F(AuthenticationSchemeTest, SendsBasicInUtf8) {
  const auto basic = scheme("Basic realm=foo, charset=\"UTF-8\"");
  EXPECT_EQ(authorization(*basic->begin(credential("test", "123\xC2\xA3"))), "Basic dGVzdDoxMjPCow==")
      << "RFC 7617 §2.1";
}

TEST_F(AuthenticationSchemeTest, RefusesAUserThatBasicCannotCarry) {
  const auto basic = scheme("Basic realm=foo");
  const auto exchange = basic->begin(credential("al:ice", "p"));
  const auto result = exchange->authorization({"GET", "/"});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kInvalidValue);
}

TEST_F(AuthenticationSchemeTest, BasicTakesEvery407ForARefusal) {
  const auto basic = scheme("Basic realm=foo");
  EXPECT_EQ(basic->begin(mufasa)->challenged(challenge("Basic realm=bar, stale=true")), Outcome::kRefused);
}

TEST_F(AuthenticationSchemeTest, AnswersTheExamplesOfRfc7616) {
  EXPECT_EQ(authorization(*scheme("Digest " + rfc + "MD5")->begin(mufasa)),
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
            "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", "
            "response=\"8ca523f5e9506fed4657c9700eebdbec\", algorithm=MD5, "
            "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", qop=auth, nc=00000001, "
            "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\"");
  EXPECT_THAT(authorization(*scheme("Digest " + rfc + "SHA-256")->begin(mufasa)),
              HasSubstr("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", "
                        "algorithm=SHA-256"));
}

TEST_F(AuthenticationSchemeTest, MixesNoncesIntoSessionKeys) {
  EXPECT_THAT(authorization(*scheme("Digest " + rfc + "MD5-sess")->begin(mufasa)),
              HasSubstr("response=\"e783283f46242139c486a698fec7211d\", algorithm=MD5-sess"));
  EXPECT_THAT(
      authorization(*scheme("Digest " + rfc + "sha-256-SESS")->begin(mufasa)),
      HasSubstr(
          "response=\"2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7\", algorithm=sha-256-SESS"));
}

TEST_F(AuthenticationSchemeTest, AnswersWithoutQopAsRfc2069Had) {
  const auto digest = scheme(R"(Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093")");
  const std::string value = authorization(*digest->begin(credential("Mufasa", "CircleOfLife")));
  EXPECT_THAT(value, HasSubstr("response=\"1949323746fe6a43ef61f9606e7febea\"")) << "RFC 2069 §2.4, erratum 749";
  for (const char* none : {"qop", "nc=", "cnonce", "algorithm", "opaque"}) EXPECT_THAT(value, Not(HasSubstr(none)));
}

TEST_F(AuthenticationSchemeTest, AnswersForTheRequestInHand) {
  const auto digest = scheme("Digest " + rfc + "MD5");
  const auto get = digest->begin(mufasa);
  const std::string first = authorization(*get, {"CONNECT", "example.com:443"});
  EXPECT_THAT(first, HasSubstr("uri=\"example.com:443\""));
  const auto response = [](const std::string& value) { return value.substr(value.find("response="), 42); };
  const auto other = scheme("Digest " + rfc + "MD5");
  EXPECT_NE(response(first), response(authorization(*other->begin(mufasa), {"GET", "example.com:443"})));
}

TEST_F(AuthenticationSchemeTest, QuotesWhatNeedsIt) {
  const auto digest = scheme(R"(Digest realm="a\"b\\", nonce="n\"", opaque="")");
  const std::string value = authorization(*digest->begin(credential("al\"ice", "p")), {"GET", "http://h/\"x"});
  EXPECT_THAT(value, StartsWith(R"(Digest username="al\"ice", realm="a\"b\\", nonce="n\"", uri="http://h/\"x", )"));
  EXPECT_THAT(value, HasSubstr("opaque=\"\""));
}

TEST_F(AuthenticationSchemeTest, LetsNoUserNameIntoTheNextHeader) {
  const auto digest = scheme("Digest " + rfc + "MD5");
  EXPECT_FALSE(digest->begin(credential("a\r\nX: y", "p"))->authorization({"GET", "/"}));
}

TEST_F(AuthenticationSchemeTest, CountsTheUsesOfANonce) {
  const auto digest = scheme("Digest " + rfc + "MD5");
  for (const char* count : {"nc=00000001", "nc=00000002", "nc=00000003"}) {
    EXPECT_THAT(authorization(*digest->begin(mufasa)), HasSubstr(count));
  }
}

TEST_F(AuthenticationSchemeTest, GivesEachRequestUnderWayItsOwnNonce) {
  const auto digest = scheme("Digest realm=r, qop=auth, nonce=one");
  digest->hear(challenge("Digest realm=r, qop=auth, nonce=two"));
  digest->hear(challenge("Digest realm=r, qop=auth, nonce=two"));
  auto first = digest->begin(mufasa);
  EXPECT_THAT(authorization(*first), HasSubstr("nonce=\"two\""));
  const auto second = digest->begin(mufasa);
  EXPECT_THAT(authorization(*second), HasSubstr("nonce=\"one\""));
  const auto third = digest->begin(mufasa);
  EXPECT_THAT(authorization(*third), HasSubstr("nc=00000002")) << "shared when there are not enough";
  first.reset();
  EXPECT_THAT(authorization(*digest->begin(mufasa)), HasSubstr("nonce=\"two\""));
}

TEST_F(AuthenticationSchemeTest, TurnsToTheNewNonceWhenOneIsStale) {
  const auto digest = scheme("Digest realm=r, qop=auth, nonce=old");
  const auto exchange = digest->begin(mufasa);
  (void)authorization(*exchange);
  const auto stale = challenge("Digest realm=r, qop=auth, nonce=new, stale=TRUE");
  EXPECT_EQ(exchange->challenged(stale), Outcome::kStale);
  digest->hear(stale);
  for (int i = 0; i < 2; ++i) {
    const std::string value = authorization(*digest->begin(mufasa));
    EXPECT_THAT(value, HasSubstr("nonce=\"new\""));
    EXPECT_THAT(value, HasSubstr("nc=0000000" + std::to_string(i + 1)));
  }
  EXPECT_EQ(exchange->challenged(challenge("Digest realm=r, nonce=x, stale=false")), Outcome::kRefused);
  EXPECT_EQ(exchange->challenged(challenge("Digest realm=r, nonce=x")), Outcome::kRefused);
}

TEST_F(AuthenticationSchemeTest, KnowsItsOwnProtectionSpace) {
  const auto digest = scheme("Digest realm=r, qop=auth, nonce=n, algorithm=MD5");
  EXPECT_TRUE(digest->is_continued_by(challenge("Digest realm=r, qop=auth, nonce=m, algorithm=md5")));
  EXPECT_FALSE(digest->is_continued_by(challenge("Digest realm=s, qop=auth, nonce=m, algorithm=MD5")));
  EXPECT_FALSE(digest->is_continued_by(challenge("Digest realm=r, qop=auth, nonce=m, algorithm=SHA-256")));
  EXPECT_FALSE(digest->is_continued_by(challenge("Digest realm=r, qop=auth, nonce=m, algorithm=MD5-sess")));
  EXPECT_FALSE(digest->is_continued_by(challenge("Basic realm=r")));
  const auto basic = scheme("Basic realm=r");
  EXPECT_TRUE(basic->is_continued_by(challenge("Basic realm=s")));
  EXPECT_FALSE(basic->is_continued_by(challenge("Digest realm=r, nonce=n")));
}

TEST_F(AuthenticationSchemeTest, KeepsABoundedNumberOfNonces) {
  const auto digest = scheme("Digest realm=r, qop=auth, nonce=first");
  for (int i = 0; i < 1000; ++i) digest->hear(challenge("Digest realm=r, qop=auth, nonce=n" + std::to_string(i)));
  std::vector<std::unique_ptr<AuthenticationExchange>> under_way;
  int again = 0;
  for (int i = 0; i < 100; ++i) {
    under_way.push_back(digest->begin(mufasa));
    if (authorization(*under_way.back()).find("nc=00000001") == std::string::npos) ++again;
  }
  EXPECT_EQ(again, 36) << "100 requests share 64 nonces";
}

TEST_F(AuthenticationSchemeTest, AnExchangeMayOutliveItsScheme) {
  auto digest = scheme("Digest " + rfc + "MD5");
  const auto exchange = digest->begin(mufasa);
  digest.reset();
  EXPECT_THAT(authorization(*exchange), HasSubstr("8ca523f5e9506fed4657c9700eebdbec"));
}

TEST(RandomToken, IsLongAndNeverTheSame) {
  EXPECT_EQ(random_token().size(), 32U);
  EXPECT_NE(random_token(), random_token());
}

}  // namespace
}  // namespace sallyport::relay
