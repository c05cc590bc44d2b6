// The launched relay on GNOME, whose proxy settings are changed as a user changes them.
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <cstdlib>
#include <filesystem>

#include "relay_session.hpp"
#include "support/loopback_listener.hpp"
#include "support/squid.hpp"
#include "support/tinyproxy.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kSchema = "org.gnome.system.proxy";

/// By the store that GSettings keeps its values in.
class GnomeRelay : public RelaySession, public ::testing::WithParamInterface<std::string> {
 protected:
  GnomeRelay() {
    sallyport.environment.set("XDG_CURRENT_DESKTOP", "GNOME");
    sallyport.environment.set("GSETTINGS_BACKEND", GetParam());
    if (GetParam() == "keyfile") return;
    // The store's service is one for the session.
    for (const char* name : {"XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"}) {
      sallyport.environment.set(name, std::getenv(name));
    }
  }
  ~GnomeRelay() override {
    if (GetParam() == "keyfile") return;
    (void)gsettings({"reset-recursively", kSchema});
    (void)gsettings({"reset-recursively", std::string(kSchema) + ".http"});
    std::filesystem::remove_all(std::string(std::getenv("XDG_CONFIG_HOME")) + "/sallyport");
  }

  SallyportSandbox::Ended gsettings(const std::vector<std::string>& words) {
    auto ended = sallyport.run("/usr/bin/gsettings", words);
    EXPECT_EQ(ended.code, 0) << ended.messages;
    return ended;
  }
  void use_port(std::uint16_t port) {
    (void)gsettings({"set", std::string(kSchema) + ".http", "port", std::to_string(port)});
  }
  void use_manual(std::uint16_t port) {
    (void)gsettings({"set", std::string(kSchema) + ".http", "host", "127.0.0.1"});
    use_port(port);
    (void)gsettings({"set", kSchema, "mode", "manual"});
    set({"delivery=relay"});
  }
  void use_script(const std::string& url) {
    (void)gsettings({"set", kSchema, "autoconfig-url", url});
    (void)gsettings({"set", kSchema, "mode", "auto"});
  }
  /// The script's URL; `body` is JavaScript with `url` and `host`.
  [[nodiscard]] std::string write_script(const std::string& body) const {
    sallyport.home.write("proxy.pac", "function FindProxyForURL(url, host) {\n" + body + "\n}\n");
    return "file://" + sallyport.home / "proxy.pac";
  }
  static std::string proxy_word(std::uint16_t port) { return "PROXY 127.0.0.1:" + std::to_string(port); }
  [[nodiscard]] std::vector<std::string> fetch(const std::string& host) const {
    return {"run", "--", "curl", "-q", "-sS", "http://" + host + ":" + std::to_string(origin.port()) + "/page"};
  }

  Tinyproxy first{origin.port(), "", ""};
  Tinyproxy second{origin.port(), "", ""};
};

INSTANTIATE_TEST_SUITE_P(, GnomeRelay, ::testing::Values("dconf", "keyfile"),
                         [](const auto& test) { return test.param; });

TEST_P(GnomeRelay, TakesEachUrlTheWayThatTheScriptSays) {
  use_script(write_script("if (shExpMatch(url, 'http://one.test:*')) return '" + proxy_word(first.port()) +
                          "'; if (host == 'two.test') return '" + proxy_word(second.port()) + "'; return 'DIRECT';"));
  EXPECT_EQ(sallyport(fetch("one.test")).output, OriginServer::kBody);
  EXPECT_EQ(first.requests_for("one.test"), 1);
  EXPECT_EQ(sallyport(fetch("two.test")).output, OriginServer::kBody);
  EXPECT_EQ(second.requests_for("two.test"), 1);
  EXPECT_THAT(sallyport(fetch("three.test")).output, HasSubstr("The name \"three.test\" is not known"));
  EXPECT_EQ(first.requests() + second.requests(), 2);
}

TEST_P(GnomeRelay, FailsOverDownTheScriptsList) {
  use_script(write_script("return '" + proxy_word(free_port()) + "; SOCKS5 127.0.0.1:" + std::to_string(free_port()) +
                          "; " + proxy_word(first.port()) + "; " + proxy_word(second.port()) + "';"));
  EXPECT_EQ(sallyport(client(1)).output, "200\n") << page();
  EXPECT_EQ(sallyport(client(1, "-X POST -d text")).output, "200\n") << page();
  EXPECT_EQ(first.requests(), 2);
  EXPECT_EQ(second.requests(), 0);
}

TEST_P(GnomeRelay, ExplainsAScriptThatDoesNotLoadUntilItDoes) {
  use_script("file://" + sallyport.home / "proxy.pac");
  const auto launch = sallyport.start(client(2));
  ASSERT_TRUE(wait_for([&] { return !page().empty(); }, std::chrono::seconds(30)));
  EXPECT_THAT(page(), AllOf(HasSubstr("script (PAC) \"file://" + sallyport.home / "proxy.pac" + "\" cannot be loaded"),
                            HasSubstr("there is no file"), HasSubstr("system's proxy settings")));
  (void)write_script("return '" + proxy_word(first.port()) + "';");
  go_on(2);
  EXPECT_EQ(launch->finish(std::chrono::seconds(60), {})->output, "502\n200\n") << page();
}

TEST_P(GnomeRelay, ExplainsAScriptWhoseServerDoesNotGiveIt) {
  const std::string dead = "http://127.0.0.1:" + std::to_string(free_port()) + "/proxy.pac";
  use_script(dead);
  EXPECT_EQ(sallyport(client(1)).output, "502\n");
  EXPECT_THAT(page(), AllOf(HasSubstr("\"" + dead + "\" cannot be loaded"), HasSubstr("refused")));
  // A proxy is no web server: it says 400 or 404.
  use_script("http://127.0.0.1:" + std::to_string(first.port()) + "/proxy.pac");
  EXPECT_EQ(sallyport(client(1)).output, "502\n");
  EXPECT_THAT(page(), AllOf(HasSubstr("cannot be loaded"), HasSubstr("answered \"HTTP/1.")));
}

TEST_P(GnomeRelay, WaitsForASilentScriptNoLongerThanItsClientDoes) {
  const LoopbackListener silent;
  use_script("http://127.0.0.1:" + std::to_string(silent.port()) + "/proxy.pac");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(sallyport(client(1, "--max-time 1")).output, "000\n");
  const auto launch = sallyport.start(client(1));
  for (int question = 0; question < 2; ++question) (void)silent.accept();
  use_manual(first.port());
  EXPECT_EQ(launch->finish(std::chrono::seconds(60), {})->output, "200\n") << page();
  // Sallyport's own patience with each is 15 seconds.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(14));
}

TEST_P(GnomeRelay, ExplainsAScriptThatIsWrong) {
  use_script(write_script("return 'PROXY"));
  EXPECT_EQ(sallyport(client(1)).output, "502\n");
  EXPECT_THAT(page(), AllOf(HasSubstr("proxy.pac\" cannot be run"), Not(HasSubstr(".."))));
}

TEST_P(GnomeRelay, GivesThePasswordToAProxyOfTheScriptOnlyOnceItIsConfirmed) {
  const Tinyproxy proxy(origin.port(), "alice", "s3cret-pw");
  use_script(write_script("return '" + proxy_word(proxy.port()) + "';"));
  set({"system_proxy.authentication=true", "system_proxy.username=alice"});
  const auto store = [&](std::uint16_t port) {
    const auto ended =
        sallyport({"credential", "set", "system", "--proxy", "127.0.0.1:" + std::to_string(port)}, "s3cret-pw");
    ASSERT_EQ(ended.code, 0) << ended.messages;
  };
  store(first.port());
  const auto launch = sallyport.start(client(2));
  ASSERT_TRUE(wait_for([&] { return !page().empty(); }, std::chrono::seconds(30)));
  EXPECT_THAT(page(), AllOf(HasSubstr("No password is stored for alice"),
                            HasSubstr("credential set system --proxy 127.0.0.1:" + std::to_string(proxy.port()))));
  store(proxy.port());
  go_on(2);
  EXPECT_EQ(launch->finish(std::chrono::seconds(60), {})->output, "407\n200\n") << page();
}

TEST_P(GnomeRelay, TakesAChangedProxyAtOnce) {
  use_manual(first.port());
  const auto launch = sallyport.start(
      {"run", "--", "sh", "-c", "while [ ! -e \"$HOME/end\" ]; do curl -q -sS " + url() + "; sleep 0.02; done"});
  ASSERT_TRUE(wait_for([&] { return first.requests() > 0; }, std::chrono::seconds(30)));
  const auto begin = std::chrono::steady_clock::now();
  constexpr int kChanges = 5;
  for (int change = 0; change < kChanges; ++change) {
    const Tinyproxy& next = change % 2 == 0 ? second : first;
    const int before = next.requests();
    use_port(next.port());
    ASSERT_TRUE(wait_for([&] { return next.requests() > before; }, std::chrono::seconds(30))) << change;
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3 * kChanges));
  const auto status = running();
  EXPECT_EQ(status["environment"], "current") << "the app needs no restart";
  sallyport.home.write("end", "now");
  const auto ended = launch->finish(std::chrono::seconds(60), {});
  ASSERT_TRUE(ended);
  EXPECT_THAT(ended->output, Not(HasSubstr("Sallyport: "))) << "no request failed";
}

TEST_P(GnomeRelay, LeavesATunnelOpenWhenTheProxyChanges) {
  const Squid squid(Squid::Scheme::kBasic, "alice", "s3cret-pw", "http_access allow all\n");
  const LoopbackListener server;
  const std::string target = "origin.test:" + std::to_string(server.port());
  use_manual(squid.port());
  const auto launch =
      sallyport.start({"run", "--", "bash", "-c",
                       "relay=${http_proxy#http://}; exec 3<>/dev/tcp/${relay%:*}/${relay#*:}; printf 'CONNECT " +
                           target + " HTTP/1.1\\r\\nHost: " + target +
                           "\\r\\n\\r\\n' >&3; while [ ! -e \"$HOME/end\" ]; do curl -q -sS -o \"$HOME/page\" " +
                           url() + "; sleep 0.02; done; cat <&3"});
  const auto accepted = server.accept();
  use_port(first.port());
  EXPECT_TRUE(wait_for([&] { return first.requests() > 0; }, std::chrono::seconds(30)));
  sallyport.home.write("end", "now");
  const std::string_view text = "still open";
  EXPECT_EQ(::send(accepted.socket.get(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
  ::shutdown(accepted.socket.get(), SHUT_WR);
  const auto ended = launch->finish(std::chrono::seconds(60), {});
  ASSERT_TRUE(ended);
  EXPECT_THAT(ended->output, AllOf(HasSubstr("HTTP/1.1 200"), HasSubstr("still open"))) << ended->messages;
}

}  // namespace
}  // namespace sallyport
