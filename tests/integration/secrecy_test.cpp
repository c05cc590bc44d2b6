#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "platform/linux/proc_running_apps.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

constexpr const char* kCanary = "canary7f3a9c51e8";

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The files below `directory` that hold the canary, but for the keyring's own.
std::vector<std::string> files_with_canary(const std::filesystem::path& directory) {
  std::vector<std::string> found;
  const auto options = std::filesystem::directory_options::skip_permission_denied;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory, options)) {
    const bool keyring = entry.path().parent_path().filename() == "keyrings";
    if (!keyring && entry.is_regular_file() && content(entry.path()).find(kCanary) != std::string::npos) {
      found.push_back(entry.path());
    }
  }
  return found;
}

/// The processes whose arguments (`cmdline`) or environment (`environ`) hold the canary.
std::vector<ProcessId> processes_with_canary(const std::string& file) {
  std::vector<ProcessId> found;
  for (const auto& app : ProcRunningApps().list()) {
    if (content("/proc/" + std::to_string(app.pid) + "/" + file).find(kCanary) != std::string::npos) {
      found.push_back(app.pid);
    }
  }
  return found;
}

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

  EXPECT_THAT(processes_with_canary("cmdline"), ::testing::IsEmpty());
  const std::vector<ProcessId> knows = GetParam() == "relay" ? std::vector<ProcessId>{} : std::vector{client};
  EXPECT_EQ(processes_with_canary("environ"), knows);

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

  EXPECT_THAT(files_with_canary(sallyport.home.path()), ::testing::IsEmpty());
  EXPECT_THAT(files_with_canary(std::getenv("HOME")), ::testing::IsEmpty());
  // The search finds what is there.
  ASSERT_EQ(sallyport({"script", "sleeper", "--populated", "-o", sallyport.home / "asked-for.sh"}).code, 0);
  EXPECT_THAT(files_with_canary(sallyport.home.path()), ::testing::ElementsAre(sallyport.home / "asked-for.sh"));
}

INSTANTIATE_TEST_SUITE_P(Deliveries, Secrecy, ::testing::Values("environment", "relay"),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace sallyport
