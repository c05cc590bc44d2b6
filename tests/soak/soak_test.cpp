#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <random>
#include <sstream>
#include <thread>

#include "platform/linux/proc_running_apps.hpp"
#include "support/process_footprint.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using Clock = std::chrono::steady_clock;

std::chrono::seconds soak_time() {
  const char* const seconds = std::getenv("SALLYPORT_SOAK_SECONDS");
  return std::chrono::seconds(seconds == nullptr ? 120 : std::atoi(seconds));
}

class Soak : public testing::Test {
 protected:
  static constexpr int kWorkers = 4;

  Soak() {
    // What loses its parent becomes a child of this process: whatever is left at the end is seen here.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    sallyport.use_proxy(18080, "alice", "first");
    // So that each restart has a new password to bring to the client.
    ask({"settings", "set", "delivery=environment"});
    for (int worker = 0; worker < kWorkers; ++worker) add(client_of(worker));
    add("keeper");
  }
  void TearDown() override {
    if (HasFailure()) sallyport({"stop", "--all", "--force-after", "1"});
  }
  static std::string client_of(int worker) { return fmt::format("app-{}", worker); }
  void add(const std::string& id) {
    // Each a program of its own, or one would be seen as the other's that runs outside.
    std::filesystem::copy("/bin/sleep", sallyport.home / id);
    ask({"client", "add", "--name", id, "--", sallyport.home / id, "10000"});
  }

  /// A call that has to succeed.
  std::string ask(const std::vector<std::string>& arguments, std::string_view input = {}) {
    ++calls_;
    auto ended = sallyport(arguments, input);
    EXPECT_EQ(ended.code, 0) << fmt::format("{}: {}{}", fmt::join(arguments, " "), ended.output, ended.messages);
    return ended.output;
  }
  nlohmann::json status_of(const std::string& id) {
    const auto status = nlohmann::json::parse(ask({"status", "--json"}));
    for (const auto& client : status["clients"]) {
      if (client["id"] == id) return client;
    }
    return {};
  }

  /// One person at work on one app, at random but the same each time.
  void work(int worker, Clock::time_point end) {
    const std::string client = client_of(worker);
    std::mt19937 random(static_cast<unsigned>(worker));
    bool running = false;
    while (Clock::now() < end && !HasFailure()) {
      switch (random() % 7) {
        case 0:
        case 1:
          ask({"launch", client, "--detach"});
          running = true;
          break;
        case 2:
          if (running) ask({"restart", client});
          break;
        case 3:
          ask({"stop", client});
          running = false;
          EXPECT_EQ(status_of(client)["state"], "stopped");
          break;
        case 4:
          ask({"run", "--", "true"});
          break;
        case 5:
          ask({"client", "edit", client, "--env", fmt::format("ROUND={}", ++rounds[worker])});
          break;
        default:
          ask({"env", client, "--direct"});
          break;
      }
    }
  }
  /// Another one, who changes the proxy under them.
  void save(Clock::time_point end) {
    while (Clock::now() < end && !HasFailure()) {
      ask({"settings", "set", fmt::format("custom_proxy.bypass=host-{}.example.com", ++saves)});
      if (saves % 5 == 0) ask({"credential", "set", "custom"}, fmt::format("password-{}", saves));
      if (saves % 5 == 0) passwords = saves;
    }
  }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
  std::array<int, kWorkers> rounds{};
  int saves = 0;
  int passwords = 0;
  std::atomic<int> calls_ = 0;
};

/// The children of `parent` that have ended and were not asked how.
int zombies_of(ProcessId parent) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "stat");
    std::string text;
    std::getline(file, text);
    const auto end = text.rfind(')');
    if (end == std::string::npos) continue;
    std::istringstream words(text.substr(end + 1));
    char state = 0;
    ProcessId its_parent = 0;
    words >> state >> its_parent;
    if (state == 'Z' && its_parent == parent) ++count;
  }
  return count;
}

TEST_F(Soak, LeavesNothingBehindAndLosesNothing) {
  const auto keeper = sallyport.start({"launch", "keeper"});
  nlohmann::json status;
  ASSERT_TRUE(wait_for([&] { return (status = status_of("keeper"))["state"] == "running"; })) << status;
  const auto supervisor = status["supervisor_pid"].get<ProcessId>();
  const auto end = Clock::now() + soak_time();

  std::vector<std::jthread> people;
  for (int worker = 0; worker < kWorkers; ++worker) people.emplace_back([this, worker, end] { work(worker, end); });
  people.emplace_back([this, end] { save(end); });
  constexpr int kWarmUp = 20;
  int restarts = 0;
  ProcessFootprint before;
  while (Clock::now() < end && !HasFailure()) {
    ask({"restart", "keeper"});
    EXPECT_EQ(zombies_of(supervisor), 0);
    if (++restarts == kWarmUp) before = footprint_of(supervisor);
  }
  people.clear();
  ask({"restart", "keeper"});
  const ProcessFootprint after = footprint_of(supervisor);
  status = status_of("keeper");
  std::cout << calls_ << " calls, " << restarts << " restarts of one client; its supervisor: " << before << " after "
            << kWarmUp << ", " << after << " at the end\n";

  ASSERT_GE(restarts, 2 * kWarmUp) << "too few to compare";
  EXPECT_GT(before.kilobytes, 0);
  EXPECT_LE(after.kilobytes, before.kilobytes + before.kilobytes / 4);
  EXPECT_LE(after.descriptors, before.descriptors + 2);
  EXPECT_LE(after.threads, before.threads + 1);
  EXPECT_EQ(status["supervisor_pid"], supervisor);
  EXPECT_EQ(status["environment"], "current");
  EXPECT_EQ(zombies_of(supervisor), 0);

  // Every save of every one is there: none undid another's.
  ask({"settings", "validate"});
  EXPECT_EQ(ask({"settings", "get", "custom_proxy.bypass"}), fmt::format("host-{}.example.com\n", saves));
  const auto clients = nlohmann::json::parse(ask({"client", "list", "--json"}))["clients"];
  ASSERT_EQ(clients.size(), kWorkers + 1U);
  for (int worker = 0; worker < kWorkers; ++worker) {
    EXPECT_GT(rounds[worker], 0);
    EXPECT_EQ(clients[worker]["variables"]["ROUND"], std::to_string(rounds[worker]));
  }
  const auto seen = ProcRunningApps().environment_of(status["pid"].get<ProcessId>());
  ASSERT_TRUE(seen);
  EXPECT_EQ(*seen->find("http_proxy"), fmt::format("http://alice:password-{}@127.0.0.1:18080", passwords));
  const auto items = sallyport.run("/usr/bin/secret-tool", {"search", "--all", "user", "alice", "port", "18080"});
  EXPECT_THAT(items.output, testing::HasSubstr(fmt::format("secret = password-{}\n", passwords)));
  EXPECT_EQ(items.output.find("secret = "), items.output.rfind("secret = ")) << "one item only";

  ask({"stop", "--all"});
  const auto ended = keeper->finish(std::chrono::seconds(20), {});
  ASSERT_TRUE(ended);
  EXPECT_EQ(ended->code, 128 + SIGTERM);
  EXPECT_TRUE(wait_for([] {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) {
    }
    return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
  })) << "a process is left";
  EXPECT_THAT(sallyport.home.names("run/sallyport"), testing::IsEmpty());
  EXPECT_THAT(sallyport.home.names("config/sallyport"), testing::ElementsAre("settings.toml"));
}

}  // namespace
}  // namespace sallyport
