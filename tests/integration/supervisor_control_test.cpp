#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <thread>

#include "platform/linux/proc_running_apps.hpp"
#include "platform/posix/file_descriptor.hpp"
#include "supervisor_session.hpp"

namespace sallyport {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kProxy = "[custom_proxy]\nenabled = true\nhost = \"proxy.example.com\"\nport = 3128\n";

class SupervisorControl : public testing::Test {
 protected:
  /// The value of a variable in a process's environment; "-" when it is absent.
  static std::string variable_of(ProcessId pid, std::string_view name) {
    const auto environment = ProcRunningApps().environment_of(pid);
    const auto* value = environment ? environment->find(name) : nullptr;
    return value == nullptr ? "-" : *value;
  }
  [[nodiscard]] FileDescriptor connect(ProcessId supervisor) const {
    FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto path = (session_.directory / "sallyport") + "/" + std::to_string(supervisor) + ".sock";
    std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
    EXPECT_EQ(::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    return socket;
  }
  /// Sends bytes and reads until the supervisor closes.
  [[nodiscard]] std::string say(ProcessId supervisor, const std::string& bytes) const {
    const auto socket = connect(supervisor);
    EXPECT_EQ(::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
    std::string reply(4096, '\0');
    std::string all;
    for (ssize_t count = 0; (count = ::recv(socket.get(), reply.data(), reply.size(), 0)) > 0;) {
      all.append(reply.data(), static_cast<std::size_t>(count));
    }
    return all;
  }
  void end(RunningProgram& program) {
    ::kill(program.pid(), SIGTERM);
    EXPECT_EQ(program.wait(), 143);
  }

  SupervisorSession session_;
};

TEST_F(SupervisorControl, DescribesTheClient) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  EXPECT_TRUE(is_alive(static_cast<pid_t>(status.supervisor_pid)));
  EXPECT_TRUE(is_alive(static_cast<pid_t>(status.pid)));
  EXPECT_EQ(status.client_id, "");
  EXPECT_EQ(status.name, "sleep");
  EXPECT_EQ(status.settings_file, session_.settings_file());
  EXPECT_EQ(status.environment, EnvironmentState::kCurrent);
  EXPECT_THAT(session_.supervisors.list("/other/settings.toml"), IsEmpty());
  end(program);
  EXPECT_THAT(session_.list(), IsEmpty());
}

TEST_F(SupervisorControl, RestartsUnderTheSettingsAsSavedNow) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto before = session_.the_only_one();
  EXPECT_EQ(variable_of(before.pid, "http_proxy"), "-");
  session_.write_settings(kProxy);
  EXPECT_EQ(session_.the_only_one().environment, EnvironmentState::kStale);

  const auto outcome = session_.supervisors.restart(before.supervisor_pid, {});
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_EQ(outcome->environment, EnvironmentState::kCurrent) << outcome->message;
  EXPECT_NE(outcome->pid, before.pid);
  EXPECT_FALSE(is_alive(static_cast<pid_t>(before.pid)));
  EXPECT_EQ(variable_of(outcome->pid, "http_proxy"), "http://proxy.example.com:3128");
  const auto after = session_.the_only_one();
  EXPECT_EQ(after.pid, outcome->pid);
  EXPECT_EQ(after.supervisor_pid, before.supervisor_pid);
  EXPECT_EQ(after.environment, EnvironmentState::kCurrent);
  EXPECT_EQ(program.wait(std::chrono::milliseconds(0)), std::nullopt) << "the shell waits for the new process";
  end(program);
}

TEST_F(SupervisorControl, GivesTheDesktopsTokenToTheFirstStartOnly) {
  auto variables = session_.variables();
  variables.insert({{"XDG_ACTIVATION_TOKEN", "token"}, {"DESKTOP_STARTUP_ID", "menu_TIME1"}});
  RunningProgram program(session_.words({"--", "sleep", "1000"}), variables);
  const auto before = session_.the_only_one();
  EXPECT_EQ(variable_of(before.pid, "XDG_ACTIVATION_TOKEN"), "token");
  EXPECT_EQ(variable_of(before.pid, "DESKTOP_STARTUP_ID"), "menu_TIME1");
  EXPECT_EQ(before.environment, EnvironmentState::kCurrent);

  const auto outcome = session_.supervisors.restart(before.supervisor_pid, {});
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_EQ(outcome->environment, EnvironmentState::kCurrent) << outcome->message;
  EXPECT_EQ(variable_of(outcome->pid, "XDG_ACTIVATION_TOKEN"), "-");
  EXPECT_EQ(variable_of(outcome->pid, "DESKTOP_STARTUP_ID"), "-");
  EXPECT_NE(variable_of(outcome->pid, "PATH"), "-");
  end(program);
}

TEST_F(SupervisorControl, LeavesTheOldClientRunningWhenTheSettingsCannotBeRead) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto before = session_.the_only_one();
  session_.write_settings("this is not = = toml");
  const auto outcome = session_.supervisors.restart(before.supervisor_pid, {});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::kInvalidSettings) << outcome.error().message;
  EXPECT_EQ(session_.the_only_one().pid, before.pid);
  end(program);
}

TEST_F(SupervisorControl, StopsAClient) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  const auto stopped = session_.supervisors.stop(status.supervisor_pid, {});
  EXPECT_TRUE(stopped.has_value());
  EXPECT_FALSE(is_alive(static_cast<pid_t>(status.pid)));
  EXPECT_EQ(program.wait(), 143);
  EXPECT_TRUE(session_.supervisors.stop(status.supervisor_pid, {}).has_value()) << "not running is no error";
  const auto restarted = session_.supervisors.restart(status.supervisor_pid, {});
  ASSERT_FALSE(restarted.has_value());
  EXPECT_EQ(restarted.error().code, ErrorCode::kNotRunning);
}

TEST_F(SupervisorControl, StopsAStoppedClient) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  ::kill(static_cast<pid_t>(status.pid), SIGSTOP);
  ASSERT_TRUE(wait_for([&] { return program.is_stopped(); }));
  EXPECT_TRUE(session_.supervisors.stop(status.supervisor_pid, {}).has_value());
  EXPECT_EQ(program.wait(), 143);
}

TEST_F(SupervisorControl, ForcesAClientThatIgnoresTheRequestAndItsTree) {
  auto program = session_.run_script(
      "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >$D/child; while :; do sleep 0.05; done' & "
      "echo up >$D/up; while :; do sleep 0.05; done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  ASSERT_TRUE(session_.wait_for_file("child"));
  const pid_t child = std::stoi(session_.directory.read("child"));
  const auto status = session_.the_only_one();
  const auto stopped = session_.supervisors.stop(status.supervisor_pid, {.force_after = seconds(1)});
  ASSERT_TRUE(stopped.has_value()) << stopped.error().message;
  EXPECT_FALSE(is_alive(static_cast<pid_t>(status.pid)));
  EXPECT_FALSE(is_alive(child));
  EXPECT_EQ(program.wait(), 137);
}

TEST_F(SupervisorControl, SaysWhenAClientDoesNotQuitAndLeavesIt) {
  auto program = session_.run_script("trap '' TERM; echo up >$D/up; while :; do sleep 0.05; done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  const auto before = session_.the_only_one();
  const auto outcome = session_.supervisors.restart(before.supervisor_pid, {});
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::kDidNotQuit);
  EXPECT_THAT(outcome.error().message, HasSubstr("10 seconds"));
  EXPECT_EQ(session_.the_only_one().pid, before.pid);
  EXPECT_TRUE(session_.supervisors.stop(before.supervisor_pid, {.force_after = seconds(0)}).has_value());
}

TEST_F(SupervisorControl, GivesUpWaitingWhenItIsCancelled) {
  auto program = session_.run_script("trap 'echo asked >>$D/asked' TERM; echo up >$D/up; while :; do sleep 0.05; done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  const auto before = session_.the_only_one();
  std::stop_source source;
  Result<RestartOutcome> outcome = failure(ErrorCode::kFailed, "not asked");
  std::thread window([&] {
    outcome = session_.supervisors.restart(before.supervisor_pid, {std::nullopt, source.get_token()});
  });
  EXPECT_TRUE(session_.wait_for_file("asked"));
  source.request_stop();
  window.join();
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().code, ErrorCode::kCancelled);
  EXPECT_EQ(session_.the_only_one().pid, before.pid);
  EXPECT_TRUE(session_.supervisors.stop(before.supervisor_pid, {.force_after = seconds(0)}).has_value());
}

TEST_F(SupervisorControl, AnswersTwoWindowsAtOnce) {
  auto program = session_.run_script("trap '' TERM; echo up >$D/up; while :; do sleep 0.05; done");
  ASSERT_TRUE(session_.wait_for_file("up"));
  const auto supervisor = session_.the_only_one().supervisor_pid;
  const auto first = connect(supervisor);
  const std::string restart = "{\"version\":1,\"request\":\"restart\",\"force_after\":60}\n";
  ASSERT_EQ(::send(first.get(), restart.data(), restart.size(), 0), static_cast<ssize_t>(restart.size()));
  std::string second;
  ASSERT_TRUE(wait_for([&] { return !(second = say(supervisor, restart)).empty(); }));
  EXPECT_THAT(second, HasSubstr("already being restarted"));
  EXPECT_TRUE(session_.supervisors.stop(supervisor, {.force_after = seconds(0)}).has_value());
  std::string reply(4096, '\0');
  ASSERT_GT(::recv(first.get(), reply.data(), reply.size(), 0), 0);
  EXPECT_THAT(reply, HasSubstr("cancelled"));
}

TEST_F(SupervisorControl, RestartsWhatAWrapperLeftBehind) {
  auto program = session_.run_script("sleep 1000 >/dev/null 2>&1 </dev/null & echo $! >$D/left; echo >>$D/starts");
  EXPECT_EQ(program.wait(), 0);
  const auto before = session_.the_only_one();
  const pid_t left = std::stoi(session_.directory.read("left"));
  const auto outcome = session_.supervisors.restart(before.supervisor_pid, {});
  ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
  EXPECT_FALSE(is_alive(left));
  EXPECT_TRUE(wait_for([&] { return session_.directory.read("starts") == "\n\n"; }));
  EXPECT_TRUE(session_.supervisors.stop(before.supervisor_pid, {}).has_value());
}

TEST_F(SupervisorControl, SaysThatALaunchWasHandedOver) {
  session_.directory.write("app", "#!/bin/sh\n[ -e $D/lock ] && exit 0\necho $$ >$D/lock\nexec sleep 1000\n");
  std::filesystem::permissions(session_.directory / "app", std::filesystem::perms(0700));
  session_.write_settings("[[clients]]\nid = \"app\"\nname = \"App\"\ncommand = \"" + (session_.directory / "app") +
                          "\"\n");
  auto first = session_.launch({"--client", "app"});
  ASSERT_TRUE(session_.wait_for_file("lock"));
  auto second = session_.launch({"--client", "app"});
  EXPECT_EQ(second.wait(), 0);
  const auto said = second.output().value_or("");
  EXPECT_THAT(said, HasSubstr("handed over"));
  EXPECT_THAT(said, HasSubstr(std::to_string(session_.the_only_one().pid)));
  end(first);
}

TEST_F(SupervisorControl, SweepsSocketsThatNobodyServes) {
  std::filesystem::create_directory(session_.directory / "sallyport");
  std::filesystem::permissions(session_.directory / "sallyport", std::filesystem::perms(0700));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto path = session_.directory / "sallyport/4194304.sock";
  std::strncpy(address.sun_path, path.c_str(), sizeof(address.sun_path) - 1);
  {
    const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
  }
  session_.directory.write("sallyport/notes.txt", "mine");
  EXPECT_THAT(session_.list(), IsEmpty());
  EXPECT_EQ(session_.directory.names("sallyport"), std::set<std::string>{"notes.txt"});
}

TEST_F(SupervisorControl, AnswersGarbageWithAnErrorAndCloses) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto supervisor = session_.the_only_one().supervisor_pid;
  EXPECT_THAT(say(supervisor, "garbage\n"), HasSubstr("invalid-value"));
  EXPECT_THAT(say(supervisor, "{\"version\":2,\"request\":\"stop\"}\n"), HasSubstr("another version"));
  EXPECT_THAT(say(supervisor, std::string(100000, 'x')), HasSubstr("invalid-value"));
  EXPECT_EQ(session_.the_only_one().supervisor_pid, supervisor);
  end(program);
}

TEST_F(SupervisorControl, DropsAPeerThatSaysNothing) {
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto slow = connect(session_.the_only_one().supervisor_pid);
  char byte = 0;
  EXPECT_EQ(::recv(slow.get(), &byte, 1, 0), 0);
  end(program);
}

TEST_F(SupervisorControl, ServesTwentyClientsAtOnce) {
  std::vector<RunningProgram> programs;
  for (int count = 0; count < 20; ++count) programs.push_back(session_.launch({"--", "sleep", "1000"}));
  ASSERT_TRUE(wait_for([&] { return session_.list().size() == 20; }, seconds(60)));
  session_.write_settings(kProxy);
  std::vector<std::thread> windows;
  std::vector<Result<RestartOutcome>> outcomes(20, failure(ErrorCode::kFailed, "not asked"));
  const auto before = session_.list();
  for (std::size_t index = 0; index < before.size(); ++index) {
    windows.emplace_back(
        [&, index] { outcomes[index] = session_.supervisors.restart(before[index].supervisor_pid, {}); });
  }
  for (auto& window : windows) window.join();
  for (const auto& outcome : outcomes) {
    ASSERT_TRUE(outcome.has_value()) << outcome.error().message;
    EXPECT_EQ(variable_of(outcome->pid, "https_proxy"), "http://proxy.example.com:3128");
  }
  for (auto& program : programs) end(program);
  EXPECT_THAT(session_.directory.names("sallyport"), IsEmpty());
}

class SupervisorsRelay : public SupervisorControl {
 protected:
  void use_relay(const std::string& host, std::string_view delivery = "relay") const {
    session_.write_settings("delivery = \"" + std::string(delivery) + "\"\n[custom_proxy]\nenabled = true\nhost = \"" +
                            host + "\"\n");
  }
  [[nodiscard]] std::string journal() const { return session_.directory.read("settings.toml.relay"); }
  static bool is_open(std::uint16_t port) {
    const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return ::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
};

TEST_F(SupervisorsRelay, IsOpenFromTheStartOfTheClientToItsEnd) {
  use_relay("first");
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  EXPECT_EQ(status.delivery, Delivery::kRelay);
  EXPECT_EQ(status.environment, EnvironmentState::kCurrent);
  EXPECT_EQ(variable_of(status.pid, "https_proxy"), "http://127.0.0.1:" + std::to_string(status.relay_port));
  EXPECT_TRUE(is_open(status.relay_port));
  end(program);
  EXPECT_FALSE(is_open(status.relay_port));
  EXPECT_EQ(journal(), "open first\nclose\n");
}

TEST_F(SupervisorsRelay, IsAskedWhatItCarried) {
  use_relay("first");
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  const auto page = session_.supervisors.activity(status.supervisor_pid, 0);
  ASSERT_TRUE(page.has_value()) << page.error().message;
  ASSERT_EQ(page->records.size(), 1U);
  EXPECT_EQ(page->records.front().host, "carried.test");
  const auto rest = session_.supervisors.activity(status.supervisor_pid, page->next);
  ASSERT_TRUE(rest.has_value()) << rest.error().message;
  EXPECT_TRUE(rest->records.empty());
  EXPECT_EQ(rest->next, page->next);
  end(program);
}

TEST_F(SupervisorsRelay, OutlivesAWrapperForWhatItLeftBehind) {
  use_relay("first");
  auto program = session_.run_script("sleep 1000 & echo $! > \"$D/left\"");
  EXPECT_EQ(program.wait(), 0);
  const auto status = session_.the_only_one();
  EXPECT_TRUE(is_open(status.relay_port));
  ::kill(std::stoi(session_.directory.read("left")), SIGKILL);
  EXPECT_TRUE(wait_for([&] { return !is_open(status.relay_port); }));
  EXPECT_TRUE(wait_for([&] { return journal() == "open first\nclose\n"; })) << journal();
}

TEST_F(SupervisorsRelay, TakesChangedSettingsWithoutARestart) {
  use_relay("first");
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto status = session_.the_only_one();
  use_relay("second");
  EXPECT_TRUE(session_.supervisors.reload(status.supervisor_pid).has_value());
  EXPECT_EQ(journal(), "open first\nrules second\n");
  EXPECT_EQ(session_.the_only_one().environment, EnvironmentState::kCurrent);
  session_.write_settings("this is no TOML");
  EXPECT_FALSE(session_.supervisors.reload(status.supervisor_pid).has_value());
  EXPECT_EQ(journal(), "open first\nrules second\n");
  end(program);
}

TEST_F(SupervisorsRelay, NoticesChangedSettingsByItself) {
  use_relay("first");
  auto program = session_.launch({"--", "sleep", "1000"});
  (void)session_.the_only_one();
  use_relay("second");
  EXPECT_TRUE(wait_for([&] { return journal() == "open first\nrules second\n"; }, seconds(20))) << journal();
  end(program);
}

TEST_F(SupervisorsRelay, OpensAndClosesWithARestart) {
  use_relay("first");
  auto program = session_.launch({"--", "sleep", "1000"});
  const auto first = session_.the_only_one();
  ASSERT_TRUE(session_.supervisors.restart(first.supervisor_pid, {}).has_value());
  EXPECT_EQ(session_.the_only_one().relay_port, first.relay_port);

  use_relay("second", "environment");
  EXPECT_EQ(session_.the_only_one().environment, EnvironmentState::kStale);
  const auto without = session_.supervisors.restart(first.supervisor_pid, {});
  ASSERT_TRUE(without.has_value()) << without.error().message;
  EXPECT_EQ(variable_of(without->pid, "http_proxy"), "http://second:8080");
  EXPECT_FALSE(is_open(first.relay_port));

  use_relay("third");
  ASSERT_TRUE(session_.supervisors.restart(first.supervisor_pid, {}).has_value());
  EXPECT_EQ(session_.the_only_one().relay_port, first.relay_port) << "taken again, as it is free";
  EXPECT_EQ(journal(), "open first\nrules first\nclose\nopen third\n");
  end(program);
}

}  // namespace
}  // namespace sallyport
