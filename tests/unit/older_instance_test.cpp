#include "app/older_instance.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

using std::chrono::minutes;
using std::chrono::system_clock;

class OlderInstance : public testing::Test {
 protected:
  const system_clock::time_point now_ = system_clock::time_point(minutes(1000));
  const ClientStart start_{7, 100, "code", {"/usr/bin/code", "/usr/share/code/code"}, now_};

  [[nodiscard]] RunningApps::App app(ProcessId pid, std::string program, std::vector<std::string> words = {}) const {
    return {pid, 1, std::move(program), std::move(words), now_ - minutes(5)};
  }
  [[nodiscard]] SupervisorStatus supervisor(ProcessId supervisor_pid, ProcessId pid, std::string id) const {
    SupervisorStatus status;
    status.supervisor_pid = supervisor_pid;
    status.pid = pid;
    status.client_id = std::move(id);
    status.since = std::chrono::floor<std::chrono::seconds>(now_ - minutes(1));
    return status;
  }
};

TEST_F(OlderInstance, IsWhatAnotherSupervisorHas) {
  EXPECT_EQ(find_older_instance(start_, {supervisor(8, 50, "code")}, {}), 50);
}

TEST_F(OlderInstance, IsNotOurOwnNorAnotherClient) {
  EXPECT_EQ(find_older_instance(start_,
                                {supervisor(7, 100, "code"), supervisor(8, 50, "slack"), supervisor(9, 0, "code")}, {}),
            std::nullopt);
}

TEST_F(OlderInstance, IsAProcessOfTheSameProgram) {
  EXPECT_EQ(find_older_instance(start_, {}, {app(60, "/usr/share/code/code")}), 60);
  EXPECT_EQ(find_older_instance(start_, {}, {app(61, "/usr/share/other/other")}), std::nullopt);
}

TEST_F(OlderInstance, IsAScriptByTheWordAfterItsInterpreter) {
  EXPECT_EQ(find_older_instance(start_, {}, {app(62, "/usr/bin/dash", {"/bin/sh", "/usr/bin/code"})}), 62);
  EXPECT_EQ(find_older_instance(start_, {}, {app(63, "/usr/bin/vim", {"vim", "/usr/bin/code"})}), std::nullopt);
}

TEST_F(OlderInstance, IsNotANewerProcess) {
  auto newer = app(64, "/usr/share/code/code");
  newer.started = now_ + minutes(1);
  EXPECT_EQ(find_older_instance(start_, {}, {newer}), std::nullopt);
}

TEST_F(OlderInstance, IsNotEveryShellWhenTheClientIsAShell) {
  const ClientStart shell{7, 100, "job", {"/bin/sh", "/usr/bin/dash"}, now_};
  EXPECT_EQ(find_older_instance(shell, {}, {app(65, "/usr/bin/dash", {"sh", "-c", "x"})}), std::nullopt);
}

TEST_F(OlderInstance, IsNotASystemsOtherProcessOfTheInterpreterThatTheClientIs) {
  for (const char* const program :
       {R"(C:\Program Files\nodejs\node.exe)", R"(C:\Windows\System32\cmd.exe)", R"(C:\Windows\py\Python3.EXE)",
        R"(C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe)", R"(C:\Program Files\PowerShell\7\pwsh.exe)",
        "C:/Java/bin/java.exe"}) {
    const std::string path = program;
    const ClientStart start{7, 100, "job", {path, path, ProgramPaths::kIgnoringCase}, now_};
    EXPECT_EQ(find_older_instance(start, {}, {app(66, path, {path, "other.js"})}), std::nullopt) << path;
  }
}

TEST_F(OlderInstance, ComparesPathsAsTheSystemDoes) {
  const std::string path = R"(C:\Apps\Code.exe)";
  const auto same = {app(67, R"(c:\apps\code.EXE)")};
  const ClientStart windows{7, 100, "code", {path, path, ProgramPaths::kIgnoringCase}, now_};
  EXPECT_EQ(find_older_instance(windows, {}, same), 67);
  EXPECT_EQ(find_older_instance(windows, {}, {app(68, R"(C:\Apps\Code2.exe)")}), std::nullopt);
  const ClientStart exact{7, 100, "code", {path, path, ProgramPaths::kExact}, now_};
  EXPECT_EQ(find_older_instance(exact, {}, same), std::nullopt);
}

TEST_F(OlderInstance, IsABatchFileByTheLineOfItsShell) {
  const std::string shell = R"(C:\Windows\System32\cmd.exe)";
  const std::string path = R"(C:\My Apps\job.bat)";
  const ClientStart start{7, 100, "job", {path, path, ProgramPaths::kIgnoringCase}, now_};
  const auto found = [&](std::vector<std::string> words) {
    return find_older_instance(start, {}, {app(69, shell, std::move(words))});
  };
  // `cmd.exe /c ""C:\My Apps\job.bat" one"`, as Windows takes it apart.
  EXPECT_EQ(found({shell, "/c", R"(C:\My)", R"(Apps\JOB.BAT one)"}), 69);
  EXPECT_EQ(found({shell, "/s/c", path}), 69);
  EXPECT_EQ(found({shell, "/k", path}), std::nullopt);
  EXPECT_EQ(found({shell, "/c", R"(C:\My)", R"(Apps\job.bat.old)"}), std::nullopt);
  EXPECT_EQ(found({shell, "/c", "echo", path}), std::nullopt);
  EXPECT_EQ(found({shell}), std::nullopt);
  EXPECT_EQ(find_older_instance(start, {}, {app(70, R"(C:\vim.exe)", {"vim", "/c", path})}), std::nullopt);
}

TEST(ProgramName, HasNeitherFolderNorEndingNorCase) {
  EXPECT_EQ(program_name("/usr/bin/node"), "node");
  EXPECT_EQ(program_name(R"(C:\nodejs\Node.EXE)"), "node");
  EXPECT_EQ(program_name("C:/nodejs/node.exe"), "node");
  EXPECT_EQ(program_name("node.exe.bak"), "node.exe.bak");
  EXPECT_EQ(program_name(""), "");
}

}  // namespace
}  // namespace sallyport
