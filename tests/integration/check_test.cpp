// `sallyport check` says which part of the way fails: at real proxies, and at what is none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <csignal>
#include <functional>
#include <thread>

#include "support/certificate_authority.hpp"
#include "support/dante.hpp"
#include "support/loopback_listener.hpp"
#include "support/origin_server.hpp"
#include "support/running_program.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/squid.hpp"
#include "support/stunnel.hpp"

namespace sallyport {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

/// Answers each connection by a script, after it has read a head.
class OddProxy {
 public:
  explicit OddProxy(std::function<void(tcp::socket&)> script)
      : script_(std::move(script)),
        acceptor_(io_, {asio::ip::address_v4::loopback(), 0}),
        thread_([this] { serve(); }) {}
  ~OddProxy() {
    boost::system::error_code ignored;
    stopping_ = true;
    tcp::socket wake(io_);
    wake.connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  OddProxy(const OddProxy&) = delete;
  OddProxy& operator=(const OddProxy&) = delete;

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

 private:
  void serve() {
    while (!stopping_) {
      boost::system::error_code error;
      tcp::socket socket = acceptor_.accept(error);
      if (error || stopping_) return;
      std::string head;
      asio::read_until(socket, asio::dynamic_buffer(head), "\r\n\r\n", error);
      try {
        script_(socket);
      } catch (const boost::system::system_error&) {  // NOLINT(bugprone-empty-catch): the check has closed its end
      }
    }
  }

  std::function<void(tcp::socket&)> script_;
  asio::io_context io_;
  tcp::acceptor acceptor_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

std::function<void(tcp::socket&)> says(std::string text) {
  return [text = std::move(text)](tcp::socket& socket) { asio::write(socket, asio::buffer(text)); };
}

class CheckTest : public ::testing::Test {
 protected:
  struct Report {
    int code = 0;
    nlohmann::json document;

    [[nodiscard]] std::vector<std::string> stages() const {
      std::vector<std::string> names;
      for (const auto& each : document["stages"]) {
        names.push_back(each["name"].get<std::string>() + (each["ok"] ? "" : "!"));
      }
      return names;
    }
    [[nodiscard]] std::string detail(const std::string& stage) const { return of(stage, "detail"); }
    [[nodiscard]] std::string advice() const { return document["stages"].back()["advice"]; }
    [[nodiscard]] std::string of(const std::string& stage, const char* key) const {
      for (const auto& each : document["stages"]) {
        if (each["name"] == stage) return each[key];
      }
      return "no such stage";
    }
  };

  Report check(const std::string& url) {
    const auto ended = sandbox({"check", url, "--json"});
    EXPECT_THAT(ended.output + ended.messages, Not(HasSubstr("right"))) << "the password is shown";
    return {ended.code, nlohmann::json::parse(ended.output, nullptr, false)};
  }
  Report check_at(const OddProxy& proxy, const std::string& url = "https://origin.test/") {
    sandbox.use_proxy(proxy.port());
    return check(url);
  }
  [[nodiscard]] std::string plain_url() const { return "http://origin.test:" + std::to_string(origin.port()) + "/"; }
  [[nodiscard]] std::string tls_url() const { return "https://origin.test:" + std::to_string(site.port()) + "/"; }
  void trust_the_authority() { sandbox.environment.set("SSL_CERT_FILE", authority.file()); }

  OriginServer origin;
  CertificateAuthority authority{"Example Trust"};
  Stunnel site{origin.port(), authority.issue("DNS:origin.test")};
  SallyportSandbox sandbox{SALLYPORT_PROGRAM};
};

TEST_F(CheckTest, FollowsTheWholeWayThroughSquid) {
  const Squid squid(Squid::Scheme::kBasic, "alice", "right");
  sandbox.use_proxy(squid.port(), "alice", "right");
  trust_the_authority();
  const Report report = check(tls_url());
  EXPECT_EQ(report.code, 0) << report.document;
  EXPECT_TRUE(report.document["ok"]);
  EXPECT_THAT(report.stages(), ElementsAre("settings", "connect", "proxy-auth", "tunnel", "tls", "http"));
  EXPECT_THAT(report.detail("proxy-auth"), AllOf(HasSubstr("Basic"), HasSubstr("accepts")));
  EXPECT_THAT(report.detail("tls"), HasSubstr("Example Trust"));
  EXPECT_THAT(report.detail("http"), HasSubstr("200"));
}

TEST_F(CheckTest, FollowsARequestThatTheProxyForwards) {
  const Squid squid(Squid::Scheme::kDigest, "alice", "right");
  sandbox.use_proxy(squid.port(), "alice", "right");
  const Report report = check(plain_url());
  EXPECT_EQ(report.code, 0) << report.document;
  EXPECT_THAT(report.stages(), ElementsAre("settings", "connect", "proxy-auth", "http"));
  EXPECT_THAT(report.detail("proxy-auth"), HasSubstr("Digest"));
}

TEST_F(CheckTest, GoesDirectlyWhereNoProxyIsInForce) {
  sandbox({"settings", "set", "system_proxy.enabled=false"});
  const Report report = check("http://localhost:" + std::to_string(origin.port()) + "/");
  EXPECT_EQ(report.code, 0) << report.document;
  EXPECT_THAT(report.stages(), ElementsAre("settings", "dns", "connect", "http"));
  EXPECT_EQ(report.document["proxy"], nullptr);
}

TEST_F(CheckTest, TriesAWrongPasswordOnlyOnce) {
  const Squid squid(Squid::Scheme::kBasic, "alice", "right");
  sandbox.use_proxy(squid.port(), "alice", "wrong");
  for (int i = 0; i < 3; ++i) {
    const Report report = check(plain_url());
    EXPECT_EQ(report.code, 5);
    EXPECT_THAT(report.stages(), ElementsAre("settings", "connect", "proxy-auth!"));
    EXPECT_THAT(report.detail("proxy-auth"), AllOf(HasSubstr("refused"), HasSubstr("offers Basic")));
    EXPECT_THAT(report.advice(), HasSubstr("credential set custom"));
  }
  EXPECT_THAT(squid.logins(), SizeIs(1));
}

TEST_F(CheckTest, SaysThatNoPasswordIsStored) {
  const Squid squid(Squid::Scheme::kBasic, "alice", "right");
  sandbox.use_proxy(squid.port());
  sandbox({"settings", "set", "custom_proxy.authentication=true", "custom_proxy.username=alice"});
  const Report report = check(plain_url());
  EXPECT_EQ(report.code, 5);
  EXPECT_THAT(report.detail("proxy-auth"), HasSubstr("No password is stored for alice"));
}

TEST_F(CheckTest, TellsAForbiddenHostFromOneThatIsNotReached) {
  const Squid squid(Squid::Scheme::kBasic, "alice", "right",
                    "acl forbidden dstdomain forbidden.test\nacl me proxy_auth alice\nhttp_access deny me forbidden\n");
  sandbox.use_proxy(squid.port(), "alice", "right");
  const Report forbidden = check("https://forbidden.test/");
  EXPECT_EQ(forbidden.code, 5);
  EXPECT_THAT(forbidden.stages(), ElementsAre("settings", "connect", "proxy-auth", "tunnel!"));
  EXPECT_THAT(forbidden.detail("tunnel"), HasSubstr("forbids"));
  EXPECT_THAT(check("http://forbidden.test/").detail("http"), HasSubstr("forbids"));

  const std::string closed = "origin.test:" + std::to_string(free_port());
  const Report unreachable = check("https://" + closed + "/");
  EXPECT_EQ(unreachable.code, 5);
  EXPECT_THAT(unreachable.detail("tunnel"), HasSubstr("could not reach"));
  const Report plain = check("http://" + closed + "/");
  EXPECT_EQ(plain.code, 1);
  EXPECT_THAT(plain.detail("http"), HasSubstr("could not reach"));
}

TEST_F(CheckTest, NamesWhoSignedACertificateThatNobodyTrusts) {
  const Squid squid(Squid::Scheme::kBasic, "alice", "right");
  sandbox.use_proxy(squid.port(), "alice", "right");
  const Report report = check(tls_url());
  EXPECT_EQ(report.code, 1);
  EXPECT_THAT(report.stages(), ElementsAre("settings", "connect", "proxy-auth", "tunnel", "tls!"));
  EXPECT_THAT(report.detail("tls"), HasSubstr("signed by \"Example Trust"));
  EXPECT_THAT(report.advice(), HasSubstr("company"));
}

TEST_F(CheckTest, SaysWhatIsWrongWithTheTlsOfAProxy) {
  const Squid squid(Squid::Scheme::kBasic, "alice", "right", "", authority.issue("DNS:proxy.test"));
  sandbox.use_proxy(squid.port());
  sandbox({"settings", "set", "custom_proxy.protocol=https"});
  trust_the_authority();
  const Report report = check(plain_url());
  EXPECT_EQ(report.code, 5);
  EXPECT_THAT(report.stages(), ElementsAre("settings", "connect", "tls-to-proxy!"));
  EXPECT_THAT(report.detail("tls-to-proxy"), HasSubstr("is for \"proxy.test\""));
}

TEST_F(CheckTest, GoesThroughSocks5) {
  if (const std::string obstacle = Dante::obstacle(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  const Dante dante("alice", "right");
  sandbox({"settings", "set", "custom_proxy.protocol=socks5"});
  sandbox.use_proxy(dante.port(), "alice", "right");
  const Report report = check(plain_url());
  EXPECT_EQ(report.code, 0) << report.document;
  EXPECT_THAT(report.stages(), ElementsAre("settings", "connect", "proxy-auth", "tunnel", "http"));
}

TEST_F(CheckTest, SaysThatNothingListens) {
  sandbox.use_proxy(free_port());
  const Report report = check("https://origin.test/");
  EXPECT_EQ(report.code, 5);
  EXPECT_THAT(report.stages(), ElementsAre("settings", "connect!"));
}

TEST_F(CheckTest, SaysThatANameIsNotKnown) {
  sandbox.use_proxy(free_port());
  sandbox({"settings", "set", "custom_proxy.host=no-such-proxy.invalid"});
  const Report report = check("https://origin.test/");
  EXPECT_EQ(report.code, 5);
  EXPECT_THAT(report.stages(), ElementsAre("settings", "dns!"));
}

struct OddCase {
  const char* name;
  std::string answer;
  const char* failed;
  const char* detail;
};
class OddAnswers : public CheckTest, public ::testing::WithParamInterface<OddCase> {};
INSTANTIATE_TEST_SUITE_P(
    Proxies, OddAnswers,
    ::testing::Values(
        OddCase{"Ssh", "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "proxy-auth!", "SSH server"},
        OddCase{"Silence", "", "proxy-auth!", "without an answer"},
        OddCase{"Nonsense", "\x1b[31mhello\r\n", "proxy-auth!", "?[31mhello"},
        OddCase{"NtlmOnly", "HTTP/1.1 407 Auth\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n", "proxy-auth!",
                "NTLM"},
        OddCase{"NoOffer", "HTTP/1.1 407 Auth\r\nContent-Length: 0\r\n\r\n", "proxy-auth!", "wants a login"},
        OddCase{"MegabyteOf407", "HTTP/1.1 407 Auth\r\nProxy-Authenticate: " + std::string(1 << 20, 'x') + "\r\n\r\n",
                "proxy-auth!", "longer than"},
        OddCase{"Portal", "HTTP/1.1 302 Found\r\nLocation: http://portal.hotel.test/login\r\nContent-Length: 0\r\n\r\n",
                "tunnel!", "302"}),
    [](const auto& test) { return test.param.name; });

TEST_P(OddAnswers, AreExplained) {
  const OddProxy proxy(says(GetParam().answer));
  const Report report = check_at(proxy);
  EXPECT_EQ(report.code, 5);
  ASSERT_FALSE(report.stages().empty());
  EXPECT_EQ(report.stages().back(), GetParam().failed);
  EXPECT_THAT(report.document["stages"].back()["detail"].get<std::string>(), HasSubstr(GetParam().detail));
  EXPECT_THAT(report.advice(), Not(::testing::IsEmpty()));
}

TEST_F(CheckTest, WaitsForTheAnswerBehindInterimOnes) {
  const OddProxy proxy(
      says("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
           "HTTP/1.1 204 No Content\r\n\r\n"));
  const Report report = check_at(proxy, "http://origin.test/");
  EXPECT_EQ(report.code, 0);
  EXPECT_EQ(report.detail("http"), "The site answered 204 No Content.");

  std::string endless;
  while (endless.size() < (1U << 20)) endless += "HTTP/1.1 100 Continue\r\n\r\n";
  const OddProxy never(says(endless));
  EXPECT_THAT(check_at(never, "http://origin.test/").detail("proxy-auth"), HasSubstr("longer than"));
}

TEST_F(CheckTest, GivesUpAProxyThatDripsItsAnswer) {
  const OddProxy proxy([](tcp::socket& socket) {
    for (;;) {
      asio::write(socket, asio::buffer(std::string_view("H")));
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
  });
  const OddProxy slow([](tcp::socket& socket) {
    asio::write(socket, asio::buffer(std::string_view("HTTP/1.1 200 OK\r\nX: ")));
    for (;;) {
      asio::write(socket, asio::buffer(std::string_view("x")));
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
  });
  EXPECT_THAT(check_at(proxy).stages(), ElementsAre("settings", "connect", "proxy-auth!"));
  const Report report = check_at(slow);
  EXPECT_THAT(report.stages(), ElementsAre("settings", "connect", "proxy-auth!"));
  EXPECT_THAT(report.detail("proxy-auth"), HasSubstr("within 20 seconds"));
}

TEST_F(CheckTest, TakesAPageInPlaceOfTheSiteForACaptivePortal) {
  const OddProxy portal(
      says("HTTP/1.1 302 Found\r\nLocation: http://portal.hotel.test/login?token=1\r\nContent-Length: 0\r\n\r\n"));
  const Report report = check_at(portal, "http://origin.test/");
  EXPECT_EQ(report.code, 1);
  EXPECT_THAT(report.detail("http"), AllOf(HasSubstr("portal.hotel.test"), Not(HasSubstr("token"))));
  EXPECT_THAT(report.advice(), HasSubstr("browser"));
}

TEST_F(CheckTest, SaysThatTheClockIsWrong) {
  const OddProxy proxy(says("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n"));
  const Report report = check_at(proxy, "http://origin.test/");
  EXPECT_EQ(report.code, 0);
  EXPECT_THAT(report.advice(), AllOf(HasSubstr("clock"), HasSubstr("ahead of")));
}

TEST_F(CheckTest, EndsAtOnceWhenItIsInterrupted) {
  const LoopbackListener silent;
  sandbox.use_proxy(silent.port());
  RunningProgram check({sandbox.program(), "check", plain_url()}, sandbox.variables());
  const auto connection = silent.accept();
  std::array<char, 512> request{};
  ASSERT_GT(::read(connection.socket.get(), request.data(), request.size()), 0);
  ASSERT_EQ(::kill(check.pid(), SIGINT), 0);
  EXPECT_EQ(check.wait(std::chrono::seconds(5)), 128 + SIGINT);
  EXPECT_TRUE(WIFSIGNALED(check.status())) << "so that a script that called it ends as well";
  EXPECT_THAT(check.output().value_or(""), HasSubstr("connect")) << "what was found by then is shown";
}

TEST_F(CheckTest, RefusesWhatIsNoUrlOfHttp) {
  for (const char* url : {"", "ftp://origin.test/", "https://", "http://[::1", "http://a b/", "http://origin.test:0/",
                          "http://origin.test:65536/", "http://origin.test/a b", "http://alice:right@/"}) {
    const auto ended = sandbox({"check", url, "--json"});
    EXPECT_THAT(ended.code, ::testing::AnyOf(2, 3)) << url;
    EXPECT_EQ(ended.output, "") << url;
    EXPECT_THAT(ended.messages, Not(HasSubstr("right"))) << url;
  }
}

}  // namespace
}  // namespace sallyport
