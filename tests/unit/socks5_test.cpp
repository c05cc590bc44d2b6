#include "relay/socks5.hpp"

#include <gmock/gmock.h>

#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <string>

#include "support/scripted_peer.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using namespace std::string_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A proxy that says its answers one after the other, each once it has read as many bytes as the exchange has there,
/// and then ends the connection.
struct Step {
  std::size_t reads;
  std::string says;
};

struct Exchange {
  Socks5Answer answer;
  std::string heard;  ///< by the proxy
  std::string rest;   ///< what the proxy sent behind its reply
};

Exchange exchange(const std::vector<Step>& steps, const Host& host, std::uint16_t port, const Credential* credential,
                  bool byte_by_byte = false) {
  Exchange result;
  asio::io_context io(1);
  {
    ScriptedPeer peer([&](ScriptedPeer::Socket& socket) {
      socket.set_option(asio::ip::tcp::no_delay(true));
      for (const Step& step : steps) {
        std::string bytes(step.reads, ' ');
        asio::read(socket, asio::buffer(bytes));
        result.heard += bytes;
        if (byte_by_byte) {
          for (const char& byte : step.says) asio::write(socket, asio::buffer(&byte, 1));
        } else {
          asio::write(socket, asio::buffer(step.says));
        }
      }
    });
    Stream stream(peer.connect(io));
    result.answer = run_coroutine(io, connect_through_socks5(stream, host, port, credential));
    if (result.answer.outcome == Socks5Outcome::kConnected) {
      boost::system::error_code ignored;
      stream.socket().non_blocking(false);
      asio::read(stream.socket(), asio::dynamic_buffer(result.rest), ignored);
    }
  }
  return result;
}

const Host kHost{"example.com"};
constexpr std::size_t kGreeting = 3;
constexpr std::size_t kGreetingWithLogin = 4;
constexpr std::size_t kRequest = 4 + 1 + 11 + 2;
const std::string kConnected = "\x05\x00\x00\x01\x7F\x00\x00\x01\x04\x38"s;

Credential alice() { return {"alice", Secret("p:ss wörd")}; }

TEST(Socks5, ConnectsWithoutALogin) {
  for (const bool byte_by_byte : {false, true}) {
    const auto done =
        exchange({{kGreeting, "\x05\x00"s}, {kRequest, kConnected + "SSH-2.0"}}, kHost, 443, nullptr, byte_by_byte);
    EXPECT_EQ(done.answer.outcome, Socks5Outcome::kConnected) << done.answer.reason;
    EXPECT_EQ(done.heard, "\x05\x01\x00\x05\x01\x00\x03\x0B"s + "example.com\x01\xBB");
    EXPECT_EQ(done.rest, "SSH-2.0") << "what follows the reply belongs to the connection";
  }
}

TEST(Socks5, SignsInWhenTheProxyAsks) {
  const Credential credential = alice();
  const auto done = exchange({{kGreetingWithLogin, "\x05\x02"s}, {3 + 5 + 10, "\x01\x00"s}, {kRequest, kConnected}},
                             kHost, 443, &credential);
  EXPECT_EQ(done.answer.outcome, Socks5Outcome::kConnected) << done.answer.reason;
  EXPECT_THAT(done.heard, HasSubstr("\x01\x05"
                                    "alice\x0Ap:ss w\xC3\xB6rd"));
}

TEST(Socks5, KeepsItsPasswordWhenTheProxyDoesNotAsk) {
  const Credential credential = alice();
  const auto done = exchange({{kGreetingWithLogin, "\x05\x00"s}, {kRequest, kConnected}}, kHost, 443, &credential);
  EXPECT_EQ(done.answer.outcome, Socks5Outcome::kConnected);
  EXPECT_THAT(done.heard, Not(HasSubstr("alice")));
}

TEST(Socks5, TellsARefusedLoginFromAMissingOne) {
  const Credential credential = alice();
  const auto refused = exchange({{kGreetingWithLogin, "\x05\x02"s}, {18, "\x01\x01"s}}, kHost, 443, &credential);
  EXPECT_EQ(refused.answer.outcome, Socks5Outcome::kLoginRejected);
  EXPECT_THAT(refused.answer.reason, AllOf(HasSubstr("\"alice\""), Not(HasSubstr("p:ss"))));

  const auto missing = exchange({{kGreeting, "\x05\xFF"s}}, kHost, 443, nullptr);
  EXPECT_EQ(missing.answer.outcome, Socks5Outcome::kLoginWanted);
  EXPECT_THAT(missing.answer.reason, HasSubstr("wants a login"));

  const auto other = exchange({{kGreetingWithLogin, "\x05\xFF"s}}, kHost, 443, &credential);
  EXPECT_EQ(other.answer.outcome, Socks5Outcome::kFailed);
  EXPECT_THAT(other.answer.reason, HasSubstr("another kind"));
}

/// A pass as a login gives it.
class PassOfALogin final : public ProxyLogin::Pass {
 public:
  explicit PassOfALogin(bool proven) : proven_(proven) {}
  std::string_view authorization() const override { return {}; }
  const Credential* credential() const override { return nullptr; }
  bool is_proven() const override { return proven_; }

 private:
  bool proven_;
};

TEST(Socks5, TakesAnEndOverTheLoginForARefusalOfWhatIsNotProven) {
  const Credential credential = alice();
  const auto ended = exchange({{kGreetingWithLogin, "\x05\x02"s}, {18, ""s}}, kHost, 443, &credential);
  EXPECT_EQ(ended.answer.outcome, Socks5Outcome::kLoginUnanswered);
  EXPECT_THAT(ended.answer.reason, HasSubstr("instead of answering the login"));
  const PassOfALogin proven(true);
  const PassOfALogin unproven(false);
  EXPECT_TRUE(is_login_refused(Socks5Outcome::kLoginUnanswered, unproven));
  EXPECT_FALSE(is_login_refused(Socks5Outcome::kLoginUnanswered, proven));
  EXPECT_TRUE(is_login_refused(Socks5Outcome::kLoginRejected, proven));
  EXPECT_FALSE(is_login_refused(Socks5Outcome::kTargetRefused, unproven));
  EXPECT_FALSE(is_login_refused(Socks5Outcome::kFailed, unproven));
}

TEST(Socks5, SendsNoPasswordThatTheProxyWasNotOffered) {
  const auto done = exchange({{kGreeting, "\x05\x02"s}}, kHost, 443, nullptr);
  EXPECT_EQ(done.answer.outcome, Socks5Outcome::kFailed);
  EXPECT_THAT(done.answer.reason, HasSubstr("was not offered"));
}

TEST(Socks5, SendsNothingThatDoesNotFit) {
  for (const auto& [user, password] :
       {std::pair{std::string(256, 'u'), "p"s}, {"u"s, std::string(256, 'p')}, {"u"s, ""s}}) {
    const Credential credential{user, Secret(password)};
    const auto done = exchange({{1, ""}}, kHost, 443, &credential);
    EXPECT_EQ(done.answer.outcome, Socks5Outcome::kFailed);
    EXPECT_EQ(done.heard, "");
  }
  EXPECT_EQ(exchange({{1, ""}}, Host{std::string(256, 'a')}, 443, nullptr).heard, "");
  const Credential longest{std::string(255, 'u'), Secret(std::string(255, 'p'))};
  const auto done =
      exchange({{kGreetingWithLogin, "\x05\x02"s}, {513, "\x01\x00"s}, {kRequest, kConnected}}, kHost, 443, &longest);
  EXPECT_EQ(done.answer.outcome, Socks5Outcome::kConnected) << done.answer.reason;
}

TEST(Socks5, SaysWhyTheProxyRefused) {
  const auto done =
      exchange({{kGreeting, "\x05\x00"s}, {kRequest, "\x05\x05\x00\x01\0\0\0\0\0\0"s}}, kHost, 443, nullptr);
  EXPECT_EQ(done.answer.outcome, Socks5Outcome::kTargetRefused);
  EXPECT_THAT(done.answer.reason, AllOf(HasSubstr("example.com:443"), HasSubstr("refused")));
  const Host address = parse_host("2001:db8::1").value();
  const auto other = exchange({{kGreeting, "\x05\x00"s}, {22, "\x05\x03\x00\x01\0\0\0\0\0\0"s}}, address, 443, nullptr);
  EXPECT_THAT(other.answer.reason, HasSubstr("[2001:db8::1]:443"));
}

struct Hostile {
  const char* name;
  std::vector<Step> steps;
  const char* sentence;
};
class Socks5Hostility : public testing::TestWithParam<Hostile> {};

TEST_P(Socks5Hostility, IsExplained) {
  const auto done = exchange(GetParam().steps, kHost, 443, nullptr);
  EXPECT_EQ(done.answer.outcome, Socks5Outcome::kFailed);
  EXPECT_THAT(done.answer.reason, HasSubstr(GetParam().sentence));
}

INSTANTIATE_TEST_SUITE_P(
    Answers, Socks5Hostility,
    testing::Values(
        Hostile{"None", {{kGreeting, ""}}, "ended the connection before it answered."},
        Hostile{"HalfAChoice", {{kGreeting, "\x05"}}, "ended the connection before it answered."},
        Hostile{"AnotherProtocol", {{kGreeting, "HTTP/1.1 400\r\n"}}, "does not speak SOCKS5"},
        Hostile{"Socks4", {{kGreeting, "\0\x5A"s}}, "does not speak SOCKS5"},
        Hostile{"UnknownMethod", {{kGreeting, "\x05\x80"}}, "0x80"},
        Hostile{"NoReply", {{kGreeting, "\x05\0"s}, {kRequest, ""}}, "before it answered the request"},
        Hostile{"HalfAReply", {{kGreeting, "\x05\0"s}, {kRequest, "\x05\0\0\x03\xFFshort"s}}, "before it answered"},
        Hostile{"UnknownAddress", {{kGreeting, "\x05\0"s}, {kRequest, "\x05\0\0\x09"s}}, "unknown type"},
        Hostile{"WrongReply", {{kGreeting, "\x05\0"s}, {kRequest, "\x04\0\0\x01"s}}, "does not speak SOCKS5"}),
    [](const auto& instance) { return instance.param.name; });

}  // namespace
}  // namespace sallyport::relay
