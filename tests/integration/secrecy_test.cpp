#include <gmock/gmock.h>

#include "support/sallyport_sandbox.hpp"
#include "support/secret_search.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

constexpr const char* kCanary = "canary7f3a9c51e8";

class Secrecy : public ::testing::TestWithParam<std::string> {};

TEST_P(Secrecy, KeepsThePasswordInTheKeychainAndAtMostTheClient) {
  SallyportSandbox sallyport(SALLYPORT_PROGRAM);
  ASSERT_EQ(sallyport({"settings", "set", "delivery=" + GetParam()}).code, 0);
  sallyport.use_proxy(18080, "alice", kCanary);
  ASSERT_EQ(sallyport({"client", "add", "--name", "Sleeper", "--menu", "--", "sleep", "60"}).code, 0);
  const auto launch = sallyport.start({"launch", "sleeper"});
  ProcessId client = 0;
  ASSERT_TRUE(wait_for([&] {
    const auto status = sallyport.json({"status", "--json"})["clients"][0];
    if (status["state"] == "running") client = status["pid"].get<ProcessId>();
    return client != 0;
  }));

  EXPECT_THAT(processes_holding(kCanary, "cmdline"), ::testing::IsEmpty());
  const std::vector<ProcessId> knows = GetParam() == "relay" ? std::vector<ProcessId>{} : std::vector{client};
  EXPECT_EQ(processes_holding(kCanary, "environ"), knows);

  std::string printed;
  const std::vector<std::vector<std::string>> calls = {{"env"},
                                                       {"env", "sleeper", "--format", "json"},
                                                       {"status", "--json"},
                                                       {"settings", "show", "--json"},
                                                       {"settings", "validate"},
                                                       {"credential", "status", "--json"},
                                                       {"client", "list", "--json"},
                                                       {"route", "http://example.com/"},
                                                       {"script", "sleeper", "--sanitized"},
                                                       {"env", "--format", "sh"},
                                                       {"credential", "set", "custom", kCanary},
                                                       {"restart", "sleeper"},
                                                       {"stop", "sleeper"}};
  for (const auto& call : calls) {
    const auto ended = sallyport(call);
    printed += ended.output + ended.messages;
  }
  const auto ended = launch->finish(std::chrono::seconds(20), {});
  ASSERT_TRUE(ended);
  printed += ended->output + ended->messages;
  EXPECT_EQ(printed.find(kCanary), std::string::npos);
  EXPECT_NE(printed.find(GetParam() == "relay" ? "http://127.0.0.1:PORT" : "***"), std::string::npos);

  EXPECT_THAT(files_holding(kCanary, sallyport.home.path()), ::testing::IsEmpty());
  EXPECT_THAT(files_holding(kCanary, std::getenv("HOME")), ::testing::IsEmpty());
  // The search finds what is there.
  ASSERT_EQ(sallyport({"script", "sleeper", "--populated", "-o", sallyport.home / "asked-for.sh"}).code, 0);
  EXPECT_THAT(files_holding(kCanary, sallyport.home.path()), ::testing::ElementsAre(sallyport.home / "asked-for.sh"));
}

INSTANTIATE_TEST_SUITE_P(Deliveries, Secrecy, ::testing::Values("environment", "relay"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace sallyport
