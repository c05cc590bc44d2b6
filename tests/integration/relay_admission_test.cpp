// Whom the relay of a real launch serves.
#include <gmock/gmock.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "relay_session.hpp"
#include "support/scoped_group.hpp"
#include "support/tinyproxy.hpp"

namespace sallyport {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;

/// curl's words for a connection that was closed or reset before an answer.
constexpr int kEmptyReply = 52;
constexpr int kReset = 56;

class AdmissionOfALaunch : public RelaySession {
 protected:
  AdmissionOfALaunch() { sallyport.use_proxy(proxy.port(), "alice", "s3cret-pw"); }

  /// A client that has fetched the page once, and does so again after `go_on(2)`.
  std::unique_ptr<HelperProcess> launch(const std::string& admit, const std::string& before = {}) {
    const auto words = client(2);
    std::vector<std::string> add = {"client", "add", "--name", "Fetcher", "--admit", admit, "--"};
    add.insert(add.end(), words.begin() + 2, words.end());
    const auto added = sallyport(add);
    EXPECT_EQ(added.code, 0) << added.messages;
    auto started = HelperProcess::start(
        {"/bin/sh", {"-c", before + "exec \"$0\" launch fetcher", SALLYPORT_PROGRAM}, {}, sallyport.environment, {}},
        {}, HelperProcess::Streams::kCaptured);
    EXPECT_TRUE(wait_for([&] { return origin.requests().size() == 1; }, std::chrono::seconds(30)));
    status = running();
    return std::move(*started);
  }
  /// A curl of nobody's, after the words of `as`.
  SallyportSandbox::Ended fetch(std::vector<std::string> as = {}) {
    as.insert(as.end(), {"curl", "-q", "-sS", "--max-time", "30", "-o", "/dev/null", "-w", "%{http_code}", "-x",
                         "http://127.0.0.1:" + std::to_string(status["relay_port"].get<int>()), url()});
    return sallyport.run("/usr/bin/env", as);
  }
  /// Whether the relay has carried so many requests, and no more.
  [[nodiscard]] bool has_carried(std::ptrdiff_t requests) {
    return wait_for([&] {
      const std::string lines = sallyport({"activity", "--json"}).output;
      return std::count(lines.begin(), lines.end(), '\n') == requests;
    });
  }
  void expect_to_serve_its_client(HelperProcess& launched) {
    go_on(2);
    EXPECT_EQ(launched.finish(std::chrono::seconds(60), {})->output, "200\n200\n");
  }

  Tinyproxy proxy{origin.port(), "alice", "s3cret-pw"};
  nlohmann::json status;
};

TEST_F(AdmissionOfALaunch, RefusesAnotherUserUnread) {
  if (::geteuid() != 0) GTEST_SKIP() << "Only root can become another user.";
  const auto launched = launch("user");
  EXPECT_EQ(status["admission"], "user");
  const auto other = fetch({"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"});
  EXPECT_THAT(other.code, AnyOf(kEmptyReply, kReset)) << other.messages;
  EXPECT_EQ(other.output, "000");
  EXPECT_TRUE(has_carried(1)) << "what is not read is not recorded";
  EXPECT_EQ(fetch().output, "200") << "the same question of the same user";
  EXPECT_TRUE(has_carried(2));
  expect_to_serve_its_client(*launched);
}

TEST_F(AdmissionOfALaunch, RefusesProcessesOutsideTheTree) {
  const auto launched = launch("tree");
  EXPECT_THAT(status["admission"].get<std::string>(), HasSubstr("tree ("));
  const auto outside = fetch();
  EXPECT_THAT(outside.code, AnyOf(kEmptyReply, kReset)) << outside.messages;
  EXPECT_TRUE(has_carried(1));
  expect_to_serve_its_client(*launched);
}

TEST_F(AdmissionOfALaunch, KnowsTheTreeByItsControlGroup) {
  const ScopedGroup group;
  if (!group) GTEST_SKIP() << "No control group can be made here: that needs root, or a delegated one.";
  const auto launched = launch("tree", "echo $$ >'" + group.directory() + "/cgroup.procs'; ");
  EXPECT_EQ(status["admission"], "tree (cgroup)");
  const auto outside = fetch();
  EXPECT_THAT(outside.code, AnyOf(kEmptyReply, kReset)) << outside.messages;
  expect_to_serve_its_client(*launched);
}

TEST_F(AdmissionOfALaunch, LeavesNoPortOpenWhenTheClientIsKilled) {
  const auto launched = launch("user");
  const auto port = status["relay_port"].get<std::uint16_t>();
  EXPECT_TRUE(listens(port));
  ASSERT_EQ(::kill(status["pid"].get<pid_t>(), SIGKILL), 0);
  EXPECT_EQ(launched->finish(std::chrono::seconds(60), {})->code, 128 + SIGKILL);
  // What the client had started may still run.
  EXPECT_TRUE(wait_for([&] { return !listens(port); }));
}

}  // namespace
}  // namespace sallyport
