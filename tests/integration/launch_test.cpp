#include <gmock/gmock.h>
#include <sys/stat.h>

#include <filesystem>
#include <sstream>

#include "platform/linux/proc_running_apps.hpp"
#include "sallyport/core/proxy_variables.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class Launch : public ::testing::Test {
 protected:
  /// The pid of the client `id` once it runs.
  ProcessId running(const std::string& id) {
    ProcessId pid = 0;
    EXPECT_TRUE(wait_for([&] {
      const nlohmann::json status = sallyport.json({"status", "--json"});
      for (const auto& client : status["clients"]) {
        if (client["id"] == id && client["state"] == "running") pid = client["pid"].get<ProcessId>();
      }
      return pid != 0;
    }));
    return pid;
  }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

std::vector<std::string> proxy_variables(const Environment& environment) {
  std::vector<std::string> names;
  for (const auto& [name, value] : environment.variables()) {
    if (is_proxy_variable(name)) names.push_back(name);
  }
  return names;
}

/// What `env -0` printed.
Environment environment_in(const std::string& text) {
  std::vector<std::string> block;
  for (std::size_t start = 0, end = 0; (end = text.find('\0', start)) != std::string::npos; start = end + 1) {
    block.push_back(text.substr(start, end - start));
  }
  return Environment::from_block(block);
}

TEST_F(Launch, GivesASanitizedClientNoProxyVariable) {
  sallyport.use_proxy(1);
  for (const char* name : {"http_proxy", "HTTPS_PROXY", "No_Proxy", "ALL_PROXY", "npm_config_proxy", "grpc_proxy"}) {
    sallyport.environment.set(name, "http://127.0.0.1:1");
  }
  ASSERT_EQ(sallyport({"client", "add", "--name", "Sleeper", "--", "sleep", "60"}).code, 0);
  const auto launch = sallyport.start({"launch", "sleeper", "--direct"});
  const ProcessId pid = running("sleeper");
  const Result<Environment> seen = ProcRunningApps().environment_of(pid);
  ASSERT_TRUE(seen);
  EXPECT_THAT(proxy_variables(*seen), ElementsAre());
  EXPECT_NE(seen->find("HOME"), nullptr);
  EXPECT_EQ(sallyport({"stop", "sleeper"}).code, 0);

  const auto asked = sallyport({"run", "--direct", "/usr/bin/env", "-0"});
  EXPECT_THAT(proxy_variables(environment_in(asked.output)), ElementsAre());
  EXPECT_NE(environment_in(asked.output).find("HOME"), nullptr);
}

TEST_F(Launch, ShowsAndRestartsAClientUnderNewSettings) {
  sallyport.use_proxy(1);
  // A program of its own: others of this machine may sleep as well.
  std::filesystem::copy("/bin/sleep", sallyport.home / "sleeper");
  ASSERT_EQ(sallyport({"client", "add", "--name", "Sleeper", "--", sallyport.home / "sleeper", "60"}).code, 0);
  const auto launch = sallyport.start({"launch", "sleeper"});
  const ProcessId before = running("sleeper");
  auto status = sallyport.json({"status", "--json"})["clients"][0];
  EXPECT_EQ(status["environment"], "current");
  EXPECT_EQ(status["delivery"], "environment");
  EXPECT_EQ(status["direct"], false);

  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.port=2"}).code, 0);
  EXPECT_EQ(sallyport.json({"status", "--json"})["clients"][0]["environment"], "stale");
  const auto restarted = sallyport({"settings", "set", "custom_proxy.port=3", "--restart"});
  EXPECT_EQ(restarted.code, 0) << restarted.messages;
  const ProcessId after = running("sleeper");
  EXPECT_NE(after, before);
  EXPECT_EQ(sallyport.json({"status", "--json"})["clients"][0]["environment"], "current");
  const Result<Environment> seen = ProcRunningApps().environment_of(after);
  ASSERT_TRUE(seen);
  ASSERT_NE(seen->find("https_proxy"), nullptr);
  EXPECT_EQ(*seen->find("https_proxy"), "http://127.0.0.1:3");
  EXPECT_EQ(sallyport({"stop", "--all"}).code, 0);
  EXPECT_EQ(sallyport.json({"status", "--json"})["clients"][0]["state"], "stopped");
}

TEST_F(Launch, SeesAClientThatRunsOutside) {
  ASSERT_EQ(sallyport({"client", "add", "--name", "Copy", "--", sallyport.home / "copy-of-sleep"}).code, 0);
  std::filesystem::copy("/bin/sleep", sallyport.home / "copy-of-sleep");
  const auto outside = HelperProcess::start({sallyport.home / "copy-of-sleep", {"60"}, {}, {}, {}}, {},
                                            HelperProcess::Streams::kDiscarded);
  ASSERT_TRUE(outside);
  EXPECT_TRUE(wait_for([&] { return sallyport.json({"status", "--json"})["clients"][0]["state"] == "outside"; }));
}

TEST_F(Launch, PassesArgumentsOnVerbatim) {
  const std::vector<std::string> odd = {"a b",        "\"q\"", "'s'", "$HOME",    "100%",
                                        "two\nlines", "",      "--",  "--direct", "ü"};
  std::vector<std::string> add = {"client", "add", "--name", "Odd", "--", SALLYPORT_PROBE, sallyport.home / "dump"};
  add.insert(add.end(), odd.begin(), odd.end());
  ASSERT_EQ(sallyport(add).code, 0);
  ASSERT_EQ(sallyport({"launch", "odd", "--", "opened file", "%U"}).code, 0);
  std::vector<std::string> expected = {SALLYPORT_PROBE, sallyport.home / "dump"};
  expected.insert(expected.end(), odd.begin(), odd.end());
  expected.insert(expected.end(), {"opened file", "%U"});
  EXPECT_EQ(nlohmann::json::parse(sallyport.home.read("dump"))["arguments"], nlohmann::json(expected));
}

TEST_F(Launch, EndsAsAShellWould) {
  EXPECT_EQ(sallyport({"run", "--", "sh", "-c", "exit 7"}).code, 7);
  EXPECT_EQ(sallyport({"run", "--", "sh", "-c", "kill -TERM $$"}).code, 143);
  EXPECT_EQ(sallyport({"run", "--", "no-such-program-at-all"}).code, 127);
  sallyport.home.write("plain.txt", "not a program");
  EXPECT_EQ(sallyport({"run", "--", sallyport.home / "plain.txt"}).code, 126);
  EXPECT_EQ(sallyport({"launch", "nobody"}).code, 125);
}

TEST_F(Launch, HasScriptsThatGiveTheSameEnvironment) {
  sallyport.use_proxy(18080, "alice", R"(p@ss:'w"$%)");
  ASSERT_EQ(sallyport({"settings", "set", "delivery=environment"}).code, 0);
  ASSERT_EQ(sallyport({"client", "add", "--name", "Env", "--env", "OWN=it's \"$x\"\nand more", "--", "env", "-0"}).code,
            0);
  sallyport.environment.set("HTTP_PROXY", "http://other:1");
  for (const std::string kind : {"--populated", "--sanitized"}) {
    const std::string file = sallyport.home / (kind.substr(2) + ".sh");
    ASSERT_EQ(sallyport({"script", "env", kind, "-o", file}).code, 0);
    struct stat status {};
    ASSERT_EQ(::stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0700U);
    sallyport.environment.set("Http_Proxy", "http://set-after-the-script-was-made:1");
    std::vector<std::string> launch = {"launch", "env"};
    if (kind == "--sanitized") launch.emplace_back("--direct");
    const Environment launched = environment_in(sallyport(launch).output);
    const Environment scripted = environment_in(sallyport.run(file, {}).output);
    ASSERT_NE(launched.find("OWN"), nullptr);
    EXPECT_EQ(launched.find("https_proxy") != nullptr, kind == "--populated");
    for (const auto& [name, value] : launched.variables()) {
      if (name == "_" || name == "PWD" || name == "OLDPWD" || name == "SHLVL") continue;  // a shell's own
      ASSERT_NE(scripted.find(name), nullptr) << name;
      EXPECT_EQ(*scripted.find(name), value) << name;
    }
    EXPECT_EQ(proxy_variables(scripted).size(), proxy_variables(launched).size());
  }
}

TEST_F(Launch, HandlesTwoHundredClients) {
  std::ostringstream text;
  text << "version = 1\n";
  for (int i = 0; i < 200; ++i) {
    text << "[[clients]]\nid = \"c" << i << "\"\nname = \"Client " << i
         << "\"\ncommand = \"sh\"\narguments = [\"-c\", \"exit " << i % 100 << "\"]\n";
  }
  sallyport.home.write("config/sallyport/settings.toml", text.str());
  std::filesystem::permissions(sallyport.home / "config/sallyport/settings.toml",
                               std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(sallyport.json({"client", "list", "--json"})["clients"].size(), 200U);
  // Other programs of this machine may run `sh`, each of which is every client's.
  EXPECT_GE(sallyport.json({"status", "--json"})["clients"].size(), 200U);
  EXPECT_EQ(sallyport({"launch", "c142"}).code, 42);
  EXPECT_EQ(sallyport({"client", "edit", "c199", "--name", "Last"}).code, 0);
  EXPECT_EQ(sallyport.json({"client", "list", "--json"})["clients"][199]["name"], "Last");
}

}  // namespace
}  // namespace sallyport
