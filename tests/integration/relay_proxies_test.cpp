// The launched relay at proxies that most clients cannot use: TLS to the proxy, and SOCKS5 with a login.
#include <gmock/gmock.h>

#include <optional>

#include "relay_session.hpp"
#include "support/certificate_authority.hpp"
#include "support/dante.hpp"
#include "support/secret_search.hpp"
#include "support/squid.hpp"
#include "support/stunnel.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kCanary = "canary3b1f77e2";

/// A squid that takes TLS, by itself or through stunnel, and wants a login.
class TlsSquid {
 public:
  TlsSquid(bool through_stunnel, const CertificateAuthority::Issued& issued)
      : squid_(Squid::Scheme::kBasic, "alice", kCanary, {}, through_stunnel ? std::nullopt : std::optional(issued)) {
    if (through_stunnel) stunnel_.emplace(squid_.port(), issued);
  }

  [[nodiscard]] std::uint16_t port() const { return stunnel_ ? stunnel_->port() : squid_.port(); }
  [[nodiscard]] const Squid& squid() const { return squid_; }

 private:
  Squid squid_;
  std::optional<Stunnel> stunnel_;
};

class RelayToTlsProxy : public RelaySession, public ::testing::WithParamInterface<bool> {
 protected:
  void use(const TlsSquid& proxy) {
    set({"custom_proxy.protocol=https"});
    sallyport.use_proxy(proxy.port(), "alice", kCanary);
  }
  void trust_authority() { set({"custom_proxy.ca_file=" + authority.file()}); }

  CertificateAuthority authority{"Sallyport Test Authority"};
};

INSTANTIATE_TEST_SUITE_P(, RelayToTlsProxy, ::testing::Bool(),
                         [](const auto& test) { return test.param ? "Stunnel" : "Squid"; });

TEST_P(RelayToTlsProxy, SignsInForRequestsAndTunnels) {
  const TlsSquid proxy(GetParam(), authority.issue("IP:127.0.0.1"));
  use(proxy);
  trust_authority();
  EXPECT_EQ(sallyport(client(1)).output, "200\n") << page();
  EXPECT_EQ(page(), OriginServer::kBody);
  EXPECT_EQ(sallyport(client(1, "--proxytunnel")).output, "200\n") << page();
  EXPECT_EQ(page(), OriginServer::kBody);
  ASSERT_EQ(proxy.squid().logins().size(), 2U);
  EXPECT_EQ(proxy.squid().logins().back().method, "CONNECT");
}

TEST_P(RelayToTlsProxy, ShowsThePasswordToNobody) {
  const TlsSquid proxy(GetParam(), authority.issue("IP:127.0.0.1"));
  use(proxy);
  trust_authority();
  const auto launch = sallyport.start(client(2, "-v"));
  ASSERT_TRUE(wait_for([&] { return origin.requests().size() == 1; }));
  EXPECT_THAT(processes_holding(kCanary, "cmdline"), IsEmpty());
  EXPECT_THAT(processes_holding(kCanary, "environ"), IsEmpty());
  const std::string shown = sallyport({"activity"}).output + sallyport({"status", "--json"}).output;
  go_on(2);
  const auto ended = launch->finish(std::chrono::seconds(60), {});
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->output, "200\n200\n") << ended->messages;
  EXPECT_EQ((shown + ended->messages).find(kCanary), std::string::npos);
  EXPECT_THAT(files_holding(kCanary, sallyport.home.path()), IsEmpty());
  for (const std::string& request : origin.requests()) EXPECT_EQ(request.find("proxy-auth"), std::string::npos);
}

TEST_P(RelayToTlsProxy, ExplainsAnUnknownAuthorityUntilItIsTrusted) {
  const TlsSquid proxy(GetParam(), authority.issue("IP:127.0.0.1"));
  use(proxy);
  const auto launch = sallyport.start(client(2));
  ASSERT_TRUE(wait_for([&] { return !page().empty(); }, std::chrono::seconds(30)));
  EXPECT_THAT(page(), AllOf(HasSubstr("Sallyport Test Authority"), HasSubstr("does not trust"),
                            HasSubstr("custom_proxy.ca_file=")));
  EXPECT_THAT(proxy.squid().seen(), IsEmpty()) << "nothing is said to a proxy that may be another";
  trust_authority();
  go_on(2);
  EXPECT_EQ(launch->finish(std::chrono::seconds(60), {})->output, "502\n200\n");
}

TEST_P(RelayToTlsProxy, ExplainsACertificateOfAnotherName) {
  const TlsSquid proxy(GetParam(), authority.issue("DNS:proxy.other.test"));
  use(proxy);
  trust_authority();
  EXPECT_EQ(sallyport(client(1)).output, "502\n");
  EXPECT_THAT(page(), AllOf(HasSubstr("proxy.other.test"), HasSubstr("127.0.0.1")));
  const auto tunnel = sallyport(client(1, "--proxytunnel"));
  EXPECT_EQ(tunnel.output, "000\n");
  EXPECT_THAT(tunnel.messages, HasSubstr("502"));
  EXPECT_THAT(proxy.squid().seen(), IsEmpty());
  set({"custom_proxy.host=localhost"});
  EXPECT_EQ(sallyport(client(1)).output, "502\n");
  EXPECT_THAT(page(), AllOf(HasSubstr("proxy.other.test"), HasSubstr("localhost")));
}

TEST_P(RelayToTlsProxy, TrustsWhatTheSystemTrusts) {
  const TlsSquid proxy(GetParam(), authority.issue("DNS:localhost"));
  use(proxy);
  set({"custom_proxy.host=localhost"});
  ASSERT_EQ(sallyport({"credential", "set", "custom"}, kCanary).code, 0);
  // Where OpenSSL is told that the system's roots are.
  sallyport.environment.set("SSL_CERT_FILE", authority.file());
  EXPECT_EQ(sallyport(client(1)).output, "200\n") << page();
}

class RelayToSocksProxy : public RelaySession {
 protected:
  void SetUp() override {
    if (const std::string obstacle = Dante::obstacle(); !obstacle.empty()) GTEST_SKIP() << obstacle;
    dante.emplace("alice", kCanary);
    set({"custom_proxy.protocol=socks5"});
  }

  std::optional<Dante> dante;
};

TEST_F(RelayToSocksProxy, SignsInAndLeavesNamesToTheProxy) {
  sallyport.use_proxy(dante->port(), "alice", kCanary);
  EXPECT_EQ(sallyport(client(1)).output, "200\n") << page();
  EXPECT_EQ(page(), OriginServer::kBody);
  EXPECT_EQ(sallyport(client(1, "--proxytunnel")).output, "200\n") << page();
  ASSERT_EQ(origin.requests().size(), 2U);
  EXPECT_THAT(origin.requests().front(), ::testing::StartsWith("get /page http/1.1"));
}

TEST_F(RelayToSocksProxy, ShowsThePasswordToNobody) {
  sallyport.use_proxy(dante->port(), "alice", kCanary);
  const auto launch = sallyport.start(client(2, "-v"));
  ASSERT_TRUE(wait_for([&] { return origin.requests().size() == 1; }));
  EXPECT_THAT(processes_holding(kCanary, "cmdline"), IsEmpty());
  EXPECT_THAT(processes_holding(kCanary, "environ"), IsEmpty());
  const std::string shown = sallyport({"activity"}).output + sallyport({"env", "--reveal"}).output;
  go_on(2);
  const auto ended = launch->finish(std::chrono::seconds(60), {});
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->output, "200\n200\n") << ended->messages;
  EXPECT_EQ((shown + ended->messages).find(kCanary), std::string::npos);
  EXPECT_THAT(files_holding(kCanary, sallyport.home.path()), IsEmpty());
}

TEST_F(RelayToSocksProxy, ExplainsAWrongPassword) {
  sallyport.use_proxy(dante->port(), "alice", "wrong");
  EXPECT_NE(sallyport(client(1)).output, "200\n");
  EXPECT_THAT(page(), AllOf(HasSubstr("refused the user name or the password of alice"), HasSubstr("credential set")));
  EXPECT_THAT(origin.requests(), IsEmpty());
}

TEST_F(RelayToSocksProxy, ExplainsAHostThatTheProxyDoesNotReach) {
  sallyport.use_proxy(dante->port(), "alice", kCanary);
  const auto ended = sallyport({"run", "--", "curl", "-q", "-sS", "http://nowhere.invalid/"});
  EXPECT_THAT(ended.output, AllOf(HasSubstr("Sallyport: "), HasSubstr("nowhere.invalid"))) << ended.messages;
}

}  // namespace
}  // namespace sallyport
