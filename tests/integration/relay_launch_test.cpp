#include <gmock/gmock.h>
#include <signal.h>

#include <filesystem>

#include "relay_session.hpp"
#include "support/tinyproxy.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Launches with delivery auto behind a proxy that demands a password.
class RelayLaunch : public RelaySession {
 protected:
  Tinyproxy proxy{origin.port(), "alice", "s3cret-pw"};
};

TEST_F(RelayLaunch, SignsInForTheClient) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  const auto ended = sallyport(client(1));
  EXPECT_EQ(ended.output, "200\n") << ended.messages;
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_EQ(
      sallyport({"run", "--", "/usr/bin/python3", "-c",
                 "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], timeout=30).status)", url()})
          .output,
      "200\n");
  ASSERT_EQ(origin.requests().size(), 2U);
  for (const std::string& request : origin.requests()) {
    EXPECT_THAT(request, AllOf(ContainsRegex("via: .*tinyproxy"), Not(HasSubstr("proxy-authorization"))));
  }
}

TEST_F(RelayLaunch, TellsTheClientNothingButItsPort) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  const auto ended = sallyport({"run", "--", "env"});
  EXPECT_THAT(ended.output, ContainsRegex("https_proxy=http://127\\.0\\.0\\.1:[0-9]+\n"));
  EXPECT_THAT(ended.output, AllOf(Not(HasSubstr("s3cret")), Not(HasSubstr("alice")),
                                  Not(HasSubstr(":" + std::to_string(proxy.port())))));
}

TEST_F(RelayLaunch, IsOpenForAsLongAsTheClientRuns) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  const auto launch = sallyport.start(client(2));
  const nlohmann::json status = running();
  EXPECT_EQ(status["delivery"], "relay");
  EXPECT_EQ(status["environment"], "current");
  EXPECT_EQ(status["admission"], "user");
  const auto port = status["relay_port"].get<std::uint16_t>();
  EXPECT_TRUE(listens(port));
  go_on(2);
  EXPECT_EQ(launch->finish(std::chrono::seconds(60), {})->output, "200\n200\n");
  EXPECT_FALSE(listens(port));
}

TEST_F(RelayLaunch, TakesAnotherProxyOverWithoutARestart) {
  const Tinyproxy other(origin.port(), "bob", "other-pw");
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  const auto launch = sallyport.start(client(2));
  ASSERT_TRUE(wait_for([&] { return origin.requests().size() == 1; }));
  const int before = proxy.requests();
  sallyport.use_proxy(other.port(), "bob", "other-pw");
  EXPECT_EQ(running()["environment"], "current") << "nothing to restart for";
  go_on(2);
  EXPECT_EQ(launch->finish(std::chrono::seconds(60), {})->output, "200\n200\n");
  EXPECT_EQ(proxy.requests(), before);
  EXPECT_GT(other.requests(), 0);
}

TEST_F(RelayLaunch, TakesAPasswordThatIsStoredLater) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"credential", "clear", "custom"}).code, 0);
  const auto launch = sallyport.start(client(2));
  ASSERT_TRUE(wait_for([&] { return page() != ""; }, std::chrono::seconds(30)));
  EXPECT_THAT(page(), HasSubstr("alice"));
  ASSERT_EQ(sallyport({"credential", "set", "custom"}, "s3cret-pw").code, 0);
  go_on(2);
  EXPECT_EQ(launch->finish(std::chrono::seconds(60), {})->output, "407\n200\n");
}

TEST_F(RelayLaunch, WritesOnceWhatItsUserHasToEnterWhereThereIsNoDisplay) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"credential", "clear", "custom"}).code, 0);
  const auto ended = sallyport({"run", "--", "curl", "-q", "-s", "-o", "/dev/null", url(), url(), url()});
  EXPECT_THAT(ended.messages, ContainsRegex("^sallyport: No password is stored for alice at [^\n]*\n$"));
}

TEST_F(RelayLaunch, GoesPastTheProxyToABypassedHost) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.bypass=origin.test"}).code, 0);
  // Nobody knows the name but the proxy.
  EXPECT_EQ(sallyport(client(1)).output, "502\n");
  EXPECT_EQ(proxy.requests(), 0);
}

TEST_F(RelayLaunch, CarriesJava) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  sallyport.home.write(
      "Fetch.java",
      "public class Fetch { public static void main(String[] a) throws Exception {\n"
      "  var to = new java.net.URL(a[0]);\n"
      "  System.out.println(((java.net.HttpURLConnection) to.openConnection()).getResponseCode()); } }\n");
  const std::vector<std::string> fetch = {"java", sallyport.home / "Fetch.java", url()};
  const auto launch = [&](const std::string& kind) {
    std::vector<std::string> words = {"run", "--kind", kind, "--"};
    words.insert(words.end(), fetch.begin(), fetch.end());
    return sallyport(words);
  };
  EXPECT_EQ(launch("java").output, "200\n");
  EXPECT_EQ(launch("plain").output, "") << "Java reads no proxy variable";
  EXPECT_EQ(origin.requests().size(), 1U);
}

TEST_F(RelayLaunch, StatusNamesHowAClientsOwnProcessesAreTold) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"client", "add", "--name", "Sleeper", "--admit", "tree", "--", "sleep", "1000"}).code, 0);
  const auto launch = sallyport.start({"launch", "sleeper"});
  // Whether the launch has a control group of its own depends on where the tests run.
  EXPECT_THAT(running()["admission"].get<std::string>(), StartsWith("tree ("));
  EXPECT_EQ(sallyport({"stop", "sleeper"}).code, 0);
}

TEST_F(RelayLaunch, StatusTellsWhenASupervisorWasKilled) {
  sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
  // Of a name that nothing else on this machine runs under.
  const std::string program = sallyport.home / "sleeper";
  std::filesystem::copy_file("/usr/bin/sleep", program);
  ASSERT_EQ(sallyport({"client", "add", "--name", "Sleeper", "--", program, "1000"}).code, 0);
  const auto launch = sallyport.start({"launch", "sleeper"});
  const nlohmann::json before = running();
  EXPECT_EQ(before["relay_gone"], false);
  ASSERT_EQ(::kill(before["supervisor_pid"].get<pid_t>(), SIGKILL), 0);
  EXPECT_NE(launch->finish(std::chrono::seconds(20), {})->code, 0);
  const nlohmann::json after = sallyport.json({"status", "--json"});
  EXPECT_EQ(after["clients"][0]["state"], "outside");
  EXPECT_EQ(after["clients"][0]["relay_gone"], true);
  EXPECT_EQ(::kill(before["pid"].get<pid_t>(), SIGKILL), 0);
}

}  // namespace
}  // namespace sallyport
