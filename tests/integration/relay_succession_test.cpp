// A supervisor is killed: what becomes of its client's relay.
#include <gmock/gmock.h>
#include <signal.h>

#include "relay_session.hpp"
#include "support/fake_relay_host.hpp"
#include "support/started_program.hpp"
#include "support/tinyproxy.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class RelaySuccessionOfALaunch : public RelaySession {
 protected:
  RelaySuccessionOfALaunch() {
    sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw");
    // Fetches for as long as its home is there; the file named by its process has the statuses.
    sallyport.home.write(
        "fetcher", "while [ -d \"$HOME\" ]; do curl -q -s --max-time 30 -o /dev/null -w '%{http_code}\\n' " + url() +
                       " >>\"$HOME/$$.log\"; sleep 0.05; done\n");
  }
  void add(const std::string& admit) {
    const auto added =
        sallyport({"client", "add", "--name", "Fetcher", "--admit", admit, "--", "sh", sallyport.home / "fetcher"});
    ASSERT_EQ(added.code, 0) << added.messages;
  }
  [[nodiscard]] bool fetches(pid_t client, const std::string& status) const {
    const std::string name = std::to_string(client) + ".log";
    const std::size_t before = sallyport.home.read(name).size();
    return wait_for([&] { return sallyport.home.read(name).find("\n" + status + "\n", before) != std::string::npos; },
                    std::chrono::seconds(30));
  }
  /// Launches it and kills its supervisor; what `status` said of it before.
  nlohmann::json leave_behind() {
    const auto launch = sallyport.start({"launch", "fetcher"});
    const nlohmann::json before = running();
    EXPECT_TRUE(fetches(before["pid"].get<pid_t>(), "200"));
    EXPECT_EQ(::kill(before["supervisor_pid"].get<pid_t>(), SIGKILL), 0);
    EXPECT_NE(launch->finish(std::chrono::seconds(20), {})->code, 0);
    EXPECT_FALSE(listens(before["relay_port"].get<std::uint16_t>()));
    EXPECT_TRUE(fetches(before["pid"].get<pid_t>(), "000"));
    const auto status = sallyport.json({"status", "--json"})["clients"][0];
    EXPECT_EQ(status["relay_gone"], true);
    EXPECT_THAT(sallyport({"status"}).output, HasSubstr("relay gone, quit it and launch it again"));
    return before;
  }

  Tinyproxy proxy{origin.port(), "alice", "s3cret-pw"};
};

TEST_F(RelaySuccessionOfALaunch, TakesThePortAgainForAsLongAsTheOldClientRuns) {
  add("user");
  const auto old = leave_behind();
  const auto left = old["pid"].get<pid_t>();
  const auto port = old["relay_port"].get<std::uint16_t>();

  const auto launch = sallyport.start({"launch", "fetcher"});
  const auto now = running();
  EXPECT_EQ(now["relay_port"], port);
  EXPECT_TRUE(fetches(left, "200")) << "the one that was left behind";
  EXPECT_TRUE(fetches(now["pid"].get<pid_t>(), "200"));
  const nlohmann::json status = sallyport.json({"status", "--json"});
  for (const auto& each : status["clients"]) EXPECT_EQ(each["relay_gone"], false);

  ASSERT_EQ(::kill(now["pid"].get<pid_t>(), SIGKILL), 0);
  const auto ended = launch->finish(std::chrono::seconds(20), {});
  ASSERT_TRUE(ended) << "the shell gets its prompt back";
  EXPECT_EQ(ended->code, 128 + SIGKILL);
  EXPECT_THAT(ended->messages, HasSubstr("is served again"));
  EXPECT_TRUE(fetches(left, "200"));
  ASSERT_EQ(::kill(left, SIGKILL), 0);
  EXPECT_TRUE(wait_for([&] { return !listens(port); })) << "no port outlives its client";
  EXPECT_TRUE(wait_for([&] { return sallyport.home.names("run/sallyport").empty(); })) << "no note is left";
}

TEST_F(RelaySuccessionOfALaunch, StopsTheOldClientToo) {
  add("user");
  const auto left = leave_behind()["pid"].get<pid_t>();
  const auto launch = sallyport.start({"launch", "fetcher"});
  (void)running();
  EXPECT_EQ(sallyport({"stop", "fetcher"}).code, 0);
  EXPECT_FALSE(is_alive(left));
  EXPECT_TRUE(launch->finish(std::chrono::seconds(20), {}));
  // The supervisor ends a moment after the process that the shell waited for.
  EXPECT_TRUE(wait_for([&] { return sallyport.home.names("run/sallyport").empty(); })) << "no note is left";
}

TEST_F(RelaySuccessionOfALaunch, WarnsWhenThePortIsTaken) {
  add("user");
  const auto old = leave_behind();
  const auto port = old["relay_port"].get<std::uint16_t>();
  FakeRelayHost taker(sallyport.home / "taker");
  ASSERT_TRUE(taker.open({}, port));
  const auto launch = sallyport.start({"launch", "fetcher"});
  const auto now = running();
  EXPECT_NE(now["relay_port"], port);
  EXPECT_EQ(sallyport({"stop", "fetcher"}).code, 0);
  const auto ended = launch->finish(std::chrono::seconds(20), {});
  ASSERT_TRUE(ended);
  EXPECT_THAT(ended->messages, AllOf(HasSubstr(std::to_string(port) + " is taken"), HasSubstr("Quit that process")));
  EXPECT_EQ(::kill(old["pid"].get<pid_t>(), SIGKILL), 0);
}

TEST_F(RelaySuccessionOfALaunch, ServesNoStrangerToTheTree) {
  add("tree");
  const auto old = leave_behind();
  const auto launch = sallyport.start({"launch", "fetcher"});
  const auto now = running();
  EXPECT_NE(now["relay_port"], old["relay_port"]);
  EXPECT_TRUE(fetches(now["pid"].get<pid_t>(), "200"));
  EXPECT_TRUE(fetches(old["pid"].get<pid_t>(), "000"));
  EXPECT_EQ(sallyport({"stop", "fetcher"}).code, 0);
  EXPECT_TRUE(launch->finish(std::chrono::seconds(20), {}));
  EXPECT_EQ(::kill(old["pid"].get<pid_t>(), SIGKILL), 0);
}

}  // namespace
}  // namespace sallyport
