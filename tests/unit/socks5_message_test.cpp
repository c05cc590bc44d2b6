#include "relay/socks5_message.hpp"

#include <gmock/gmock.h>

#include <set>
#include <string>

namespace sallyport::relay {
namespace {

using namespace std::string_literals;
using testing::HasSubstr;

TEST(Socks5Message, OffersALoginOnlyWhenThereIsOne) {
  EXPECT_EQ(socks5_greeting(false), "\x05\x01\x00"s);
  EXPECT_EQ(socks5_greeting(true), "\x05\x02\x00\x02"s);
}

TEST(Socks5Message, KnowsTheMethodsThatItOffers) {
  EXPECT_EQ(parse_socks5_choice("\x05\x00"s).value(), Socks5Method::kNone);
  EXPECT_EQ(parse_socks5_choice("\x05\x02"s).value(), Socks5Method::kUserAndPassword);
  EXPECT_EQ(parse_socks5_choice("\x05\xFF"s).value(), Socks5Method::kNoneAcceptable);
  EXPECT_THAT(parse_socks5_choice("\x05\x01"s).error().message, HasSubstr("0x01"));
  EXPECT_THAT(parse_socks5_choice("HT").error().message, HasSubstr("does not speak SOCKS5"));
}

TEST(Socks5Message, ReadsTheAnswerToALogin) {
  EXPECT_TRUE(parse_socks5_login_answer("\x01\x00"s).value());
  EXPECT_FALSE(parse_socks5_login_answer("\x01\x01"s).value());
  EXPECT_FALSE(parse_socks5_login_answer("\x01\xFF"s).value());
  EXPECT_FALSE(parse_socks5_login_answer("\x05\x00"s).has_value());
}

TEST(Socks5Message, SendsNamesAsNamesAndAddressesAsAddresses) {
  EXPECT_EQ(socks5_request(Host{"example.com"}, 443).value(), "\x05\x01\x00\x03\x0B"s + "example.com\x01\xBB");
  EXPECT_EQ(socks5_request(parse_host("10.1.2.3").value(), 80).value(), "\x05\x01\x00\x01\x0A\x01\x02\x03\x00\x50"s);
  EXPECT_EQ(socks5_request(parse_host("[2001:db8::1]").value(), 65535).value(),
            "\x05\x01\x00\x04\x20\x01\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0\x01\xFF\xFF"s);
}

TEST(Socks5Message, CarriesNamesOfUpTo255Bytes) {
  EXPECT_EQ(socks5_request(Host{std::string(255, 'a')}, 1).value().size(), 4U + 1 + 255 + 2);
  EXPECT_THAT(socks5_request(Host{std::string(256, 'a')}, 1).error().message, HasSubstr("256 bytes"));
  EXPECT_FALSE(socks5_request(Host{std::string()}, 1).has_value());
}

class Socks5Reply : public testing::TestWithParam<std::string> {};

TEST_P(Socks5Reply, IsReadToItsLastByteAndNoFurther) {
  const std::string reply = GetParam();
  std::size_t read = 0;
  while (const std::size_t missing = socks5_reply_missing(reply.substr(0, read)).value()) {
    read += missing;
    ASSERT_LE(read, reply.size());
  }
  EXPECT_EQ(read, reply.size());
  for (std::size_t size = 0; size < reply.size(); ++size)
    EXPECT_GT(socks5_reply_missing(reply.substr(0, size)).value(), 0U);
}

INSTANTIATE_TEST_SUITE_P(OfEachType, Socks5Reply,
                         testing::Values("\x05\x00\x00\x01\x7F\x00\x00\x01\x04\x38"s,
                                         "\x05\x00\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x04\x38"s,
                                         "\x05\x00\x00\x03\x04host\x04\x38"s, "\x05\x00\x00\x03\x00\x04\x38"s,
                                         "\x05\x00\x00\x03\xFF"s + std::string(255, 'a') + "\x04\x38"));

TEST(Socks5Message, RefusesRepliesOfAnotherKind) {
  EXPECT_THAT(socks5_reply_missing("\x04").error().message, HasSubstr("0x04"));
  EXPECT_THAT(socks5_reply_missing("\x05\x00\x00\x02"s).error().message, HasSubstr("unknown type (0x02)"));
}

TEST(Socks5Message, HasASentenceForEachRefusal) {
  std::set<std::string> sentences;
  for (std::uint8_t code = 1; code <= 9; ++code) {
    const std::string sentence = describe_socks5_refusal(code, "example.com:443");
    EXPECT_THAT(sentence, HasSubstr("\"example.com:443\""));
    EXPECT_EQ(sentence.back(), '.');
    sentences.insert(sentence);
  }
  EXPECT_EQ(sentences.size(), 9U);
  EXPECT_THAT(describe_socks5_refusal(200, "h:1"), HasSubstr("code 200"));
}

}  // namespace
}  // namespace sallyport::relay
