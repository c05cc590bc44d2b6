#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <windows.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "integration/windows/installed_sallyport.hpp"
#include "platform/windows/handle.hpp"
#include "platform/windows/utf16.hpp"
#include "sallyport/core/proxy_variables.hpp"
#include "support/origin_server.hpp"
#include "support/wait_for.hpp"

// The main job on Windows: a real tinyproxy that wants a password (support/with_tinyproxy), Credential Manager, and
// clients that are programs of Windows.

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::uint16_t port_of(const char* variable) {
  const char* const text = std::getenv(variable);
  return text == nullptr ? std::uint16_t{0} : static_cast<std::uint16_t>(std::atoi(text));
}

class MainJob : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(proxy_port_, 0) << "run me by tests/support/with_tinyproxy"; }

  /// What the client got: a status, or `error N`.
  [[nodiscard]] std::string fetch(const std::vector<std::string>& options = {}) const {
    std::vector<std::string> words{"run"};
    words.insert(words.end(), options.begin(), options.end());
    words.insert(words.end(),
                 {"--", InstalledSallyport::program(L"sallyport_winhttp_client.exe"), "http://origin.test/"});
    return sallyport_(words).output;
  }
  /// A client that stays, and writes what it was started with to dump.json.
  void add_client() const {
    const auto added = sallyport_({"client", "add", "--name", "Stays", "--",
                                   InstalledSallyport::program(L"sallyport_probe.exe"), dump_, "--stay"});
    ASSERT_EQ(added.code, 0) << added.messages;
  }
  [[nodiscard]] nlohmann::json dump() const {
    return nlohmann::json::parse(sallyport_.directory.read("dump.json"), nullptr, false);
  }
  [[nodiscard]] std::vector<std::string> proxy_variables() const {
    std::vector<std::string> found;
    const std::vector<std::string> environment = dump()["environment"];
    for (const std::string& variable : environment) {
      if (is_proxy_variable(variable.substr(0, variable.find('=')))) found.push_back(variable);
    }
    return found;
  }
  [[nodiscard]] nlohmann::json status() const { return sallyport_.json({"status", "--json"})["clients"][0]; }

  std::uint16_t proxy_port_ = port_of("SALLYPORT_PROXY_PORT");
  OriginServer origin_{port_of("SALLYPORT_ORIGIN_PORT")};
  InstalledSallyport sallyport_;
  std::string dump_ = sallyport_.directory / "dump.json";
};

class InBothDeliveries : public MainJob, public ::testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    MainJob::SetUp();
    ASSERT_EQ(sallyport_({"settings", "set", "delivery=" + GetParam()}).code, 0);
  }
};

TEST_P(InBothDeliveries, TheStoredPasswordOpensTheProxy) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  EXPECT_EQ(fetch(), "200");
  ASSERT_EQ(origin_.requests().size(), 1U);
  EXPECT_THAT(origin_.requests().front(), HasSubstr("via: "));
  EXPECT_THAT(origin_.requests().front(), Not(HasSubstr("proxy-authorization")));
}

TEST_P(InBothDeliveries, AWrongPasswordIsRefused) {
  sallyport_.use_proxy(proxy_port_, "wrong");
  // tinyproxy says 407 to who has no password, and 401 to who has a wrong one.
  EXPECT_EQ(fetch(), "401");
  EXPECT_TRUE(origin_.requests().empty());
}

TEST_P(InBothDeliveries, ABypassedHostDoesNotUseTheProxy) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  ASSERT_EQ(sallyport_({"settings", "set", "custom_proxy.bypass=origin.test"}).code, 0);
  // Nobody but the proxy knows that name.
  EXPECT_THAT(fetch(),
              GetParam() == "relay" ? ::testing::Matcher<std::string>("502") : ::testing::StartsWith("error "));
  EXPECT_TRUE(origin_.requests().empty());
}

TEST_P(InBothDeliveries, ASanitizedClientHasNoProxyVariable) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  sallyport_.environment.set("http_proxy", "http://127.0.0.1:1");
  sallyport_.environment.set("All_Proxy", "http://127.0.0.1:1");
  const auto ended = sallyport_({"run", "--direct", "--", InstalledSallyport::program(L"sallyport_probe.exe"), dump_});
  ASSERT_EQ(ended.code, 0) << ended.messages;
  EXPECT_THAT(proxy_variables(), ::testing::IsEmpty());
  EXPECT_FALSE(dump()["environment"].empty());
}

TEST_P(InBothDeliveries, ThePasswordIsInNoFileAndInTheClientOnlyWhereItHasToBe) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  add_client();
  ASSERT_EQ(sallyport_({"launch", "stays", "--detach"}).code, 0);
  ASSERT_TRUE(wait_for([&] { return dump().is_object(); }));
  const std::string environment = dump()["environment"].dump();
  EXPECT_EQ(environment.find("geheim") != std::string::npos, GetParam() == "environment");
  EXPECT_THAT(environment, Not(HasSubstr("SALLYPORT_LAUNCH")));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(sallyport_.directory.path())) {
    if (!entry.is_regular_file() || entry.path().filename() == "dump.json") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(text, Not(HasSubstr("geheim"))) << entry.path();
  }
}

TEST_P(InBothDeliveries, ARestartedClientHasTheNewSettings) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  add_client();
  ASSERT_EQ(sallyport_({"launch", "stays", "--detach"}).code, 0);
  ASSERT_TRUE(wait_for([&] { return dump().is_object(); }));
  const int before = dump()["pid"];
  EXPECT_EQ(status()["environment"], "current");
  ASSERT_EQ(sallyport_({"settings", "set", "custom_proxy.enabled=false", "system_proxy.enabled=false"}).code, 0);
  // A relay follows by itself.
  EXPECT_EQ(status()["environment"], GetParam() == "relay" ? "current" : "stale");
  const auto restarted = sallyport_({"restart", "stays", "--force-after", "1"});
  EXPECT_EQ(restarted.code, 0) << restarted.messages;
  ASSERT_TRUE(wait_for([&] {
    const auto now = dump();
    return now.is_object() && now["pid"] != before;
  }));
  EXPECT_THAT(proxy_variables(), ::testing::IsEmpty());
  EXPECT_EQ(status()["environment"], "current");
  EXPECT_EQ(sallyport_({"stop", "stays", "--force-after", "1"}).code, 0);
  EXPECT_EQ(status()["state"], "stopped");
}

INSTANTIATE_TEST_SUITE_P(Windows, InBothDeliveries, ::testing::Values("environment", "relay"),
                         [](const auto& each) { return each.param; });

TEST_F(MainJob, ALaunchEndsWithTheClientsCode) {
  EXPECT_EQ(sallyport_({"run", "--", "cmd.exe", "/c", "exit 7"}).code, 7);
  EXPECT_EQ(sallyport_({"run", "--", "no-such-program-at-all"}).code, 127);
  EXPECT_EQ(sallyport_({"launch", "nobody"}).code, 125);
}

TEST_F(MainJob, GivesAppsTheAuthoritiesThatWindowsTrusts) {
  ASSERT_EQ(sallyport_({"settings", "set", "ca_file=system"}).code, 0);
  const auto ended = sallyport_({"run", "--", InstalledSallyport::program(L"sallyport_probe.exe"), dump_});
  ASSERT_EQ(ended.code, 0) << ended.messages;
  const std::string name = "NODE_EXTRA_CA_CERTS=";
  const std::vector<std::string> environment = dump()["environment"];
  std::string file;
  for (const std::string& variable : environment) {
    if (variable.starts_with(name)) file = variable.substr(name.size());
  }
  std::ifstream roots(std::filesystem::path(to_utf16(file)), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(roots), {}};
  EXPECT_THAT(text, ::testing::StartsWith("-----BEGIN CERTIFICATE-----\n")) << file;
  EXPECT_THAT(text, ::testing::EndsWith("-----END CERTIFICATE-----\n"));
}

TEST_F(MainJob, ArgumentsReachTheClientVerbatim) {
  const std::vector<std::string> odd = {"a b", "\"q\"", "$HOME", "100%", "", "--", "C:\\end\\", "\u00fc \u4e2d"};
  std::vector<std::string> words{"run", "--direct", "--", InstalledSallyport::program(L"sallyport_probe.exe"), dump_};
  words.insert(words.end(), odd.begin(), odd.end());
  const auto ended = sallyport_(words);
  ASSERT_EQ(ended.code, 0) << ended.messages;
  std::vector<std::string> got = dump()["arguments"];
  got.erase(got.begin(), got.begin() + 2);
  EXPECT_EQ(got, odd);
}

TEST_F(MainJob, OnlyTheClientsOwnProcessesMayUseARelayOfTheTree) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  ASSERT_EQ(sallyport_({"settings", "set", "delivery=relay"}).code, 0);
  ASSERT_EQ(sallyport_({"client", "add", "--name", "Own", "--",
                        InstalledSallyport::program(L"sallyport_winhttp_client.exe"), "http://origin.test/"})
                .code,
            0);
  ASSERT_EQ(sallyport_({"client", "edit", "own", "--admit", "tree"}).code, 0);
  EXPECT_EQ(sallyport_({"launch", "own"}).output, "200");
  const auto carried = origin_.requests().size();

  add_client();
  ASSERT_EQ(sallyport_({"client", "edit", "stays", "--admit", "tree"}).code, 0);
  ASSERT_EQ(sallyport_({"launch", "stays", "--detach"}).code, 0);
  const auto running = sallyport_.json({"status", "--json"})["clients"][1];
  EXPECT_EQ(running["admission"], "tree (job)");
  // A process of the same user, and of no client.
  auto stranger = sallyport_.environment;
  stranger.set("http_proxy", "http://127.0.0.1:" + std::to_string(running["relay_port"].get<int>()));
  auto process = HelperProcess::start(
      {InstalledSallyport::program(L"sallyport_winhttp_client.exe"), {"http://origin.test/"}, {}, stranger, {}}, {},
      HelperProcess::Streams::kCaptured);
  ASSERT_TRUE(process);
  const auto ended = (*process)->finish(std::chrono::seconds(30), {});
  ASSERT_TRUE(ended);
  EXPECT_THAT(ended->output, HasSubstr("error"));
  EXPECT_EQ(origin_.requests().size(), carried);
}

TEST_F(MainJob, TheRelayOfASupervisorThatWasKilledIsTakenUpAtItsPort) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  add_client();
  ASSERT_EQ(sallyport_({"launch", "stays", "--detach"}).code, 0);
  const auto before = status();
  const Handle supervisor(
      ::OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE, FALSE, static_cast<DWORD>(before["supervisor_pid"].get<int>())));
  ASSERT_NE(::TerminateProcess(supervisor.get(), 1), 0);
  ASSERT_EQ(::WaitForSingleObject(supervisor.get(), 10000), WAIT_OBJECT_0);
  EXPECT_EQ(status()["relay_gone"], true);
  const auto again = sallyport_({"launch", "stays", "--detach"});
  ASSERT_EQ(again.code, 0) << again.messages;
  EXPECT_THAT(again.messages, HasSubstr("is served again at the same port"));
  bool serves_the_port = false;
  const auto all = sallyport_.json({"status", "--json"});
  for (const auto& each : all["clients"]) {
    EXPECT_EQ(each["relay_gone"], false);
    if (each["relay_port"] == before["relay_port"]) serves_the_port = true;
  }
  EXPECT_TRUE(serves_the_port);
  const auto stopped = sallyport_({"stop", "stays", "--force-after", "0"});
  EXPECT_EQ(stopped.code, 0) << stopped.messages;
  const Handle left(::OpenProcess(SYNCHRONIZE, FALSE, static_cast<DWORD>(before["pid"].get<int>())));
  EXPECT_TRUE(!left || ::WaitForSingleObject(left.get(), 5000) == WAIT_OBJECT_0) << "the one that was left behind";
}

TEST_F(MainJob, AProgramWithWindowsIsAskedToClose) {
  ASSERT_EQ(sallyport_({"client", "add", "--name", "Notepad", "--", "notepad.exe"}).code, 0);
  ASSERT_EQ(sallyport_({"launch", "notepad", "--detach"}).code, 0);
  const auto pid = static_cast<DWORD>(status()["pid"].get<int>());
  const Handle client(::OpenProcess(SYNCHRONIZE, FALSE, pid));
  ASSERT_TRUE(client);
  const auto stopped = sallyport_({"stop", "notepad"});
  EXPECT_EQ(stopped.code, 0) << stopped.messages;
  EXPECT_EQ(::WaitForSingleObject(client.get(), 0), WAIT_OBJECT_0);
}

TEST_F(MainJob, WhatTheMainProcessLeftKeepsItsSupervisor) {
  sallyport_.use_proxy(proxy_port_, "geheim");
  const std::string probe = InstalledSallyport::program(L"sallyport_probe.exe");
  ASSERT_EQ(
      sallyport_({"client", "add", "--name", "Wrapper", "--", "cmd.exe", "/c", "start", "/b", probe, dump_, "--stay"})
          .code,
      0);
  const auto ended = sallyport_({"launch", "wrapper"});
  EXPECT_EQ(ended.code, 0) << ended.messages;
  ASSERT_TRUE(wait_for([&] { return dump().is_object(); }));
  EXPECT_EQ(status()["state"], "running");
  EXPECT_EQ(sallyport_({"stop", "wrapper", "--force-after", "0"}).code, 0);
  EXPECT_TRUE(wait_for([&] { return status()["state"] == "stopped"; }));
}

}  // namespace
}  // namespace sallyport
