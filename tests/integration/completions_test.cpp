#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "support/sallyport_sandbox.hpp"

namespace sallyport {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;

const std::string kCompletions = SALLYPORT_SOURCE_DIRECTORY "/installer/linux/completions/";

/// bash with the completions sourced and `sallyport` in its PATH.
class BashCompletions : public ::testing::Test {
 protected:
  BashCompletions() {
    const std::string bin = std::filesystem::path(SALLYPORT_PROGRAM).parent_path();
    sallyport.environment.set("PATH", bin + ":" + *sallyport.environment.find("PATH"));
  }

  /// What is offered for the last of `words`.
  std::vector<std::string> offered(const std::vector<std::string>& words) {
    std::vector<std::string> arguments = {"-c",
                                          "compopt() { :; }\n. '" + kCompletions +
                                              "sallyport.bash' || exit 1\nCOMP_WORDS=(\"$@\")\n"
                                              "COMP_CWORD=$(($# - 1))\n_sallyport\nprintf '%s\\n' \"${COMPREPLY[@]}\"",
                                          "bash"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    const auto ended = sallyport.run("/bin/bash", arguments);
    EXPECT_EQ(ended.code, 0);
    EXPECT_EQ(ended.messages, "");
    std::vector<std::string> lines;
    std::istringstream text(ended.output);
    for (std::string line; std::getline(text, line);) {
      if (!line.empty()) lines.push_back(line);
    }
    return lines;
  }

  SallyportSandbox sallyport{SALLYPORT_PROGRAM};
};

TEST_F(BashCompletions, OfferVerbsAndOptions) {
  EXPECT_THAT(offered({"sallyport", ""}), IsSupersetOf({"launch", "credential", "doctor", "demo"}));
  EXPECT_THAT(offered({"sallyport", "doctor", "--f"}), ElementsAre("--fix"));
  EXPECT_THAT(offered({"sallyport", "st"}), ElementsAre("stop", "status"));
  EXPECT_THAT(offered({"sallyport", "--settings", "x", "credential", "s"}), ElementsAre("set", "status"));
  EXPECT_THAT(offered({"sallyport", "env", "--format", "d"}), ElementsAre("dotenv"));
  EXPECT_THAT(offered({"sallyport", "route", "--as", "w"}), ElementsAre("wget"));
  EXPECT_THAT(offered({"sallyport", "status", "x"}), IsEmpty());
}

TEST_F(BashCompletions, OfferClientsAndKeys) {
  ASSERT_EQ(sallyport({"client", "add", "--name", "My App", "--", "true"}).code, 0);
  EXPECT_THAT(offered({"sallyport", "launch", "m"}), ElementsAre("my-app"));
  EXPECT_THAT(offered({"sallyport", "client", "remove", ""}), Contains("my-app"));
  EXPECT_THAT(offered({"sallyport", "client", "menu", "my-app", "o"}), ElementsAre("on", "off"));
  EXPECT_THAT(offered({"sallyport", "settings", "get", "custom_proxy.ho"}), ElementsAre("custom_proxy.host"));
  EXPECT_THAT(offered({"sallyport", "settings", "set", "custom_proxy.ho"}), ElementsAre("custom_proxy.host="));
}

struct Shell {
  std::string name;
  std::string file;
};

class CompletionSyntax : public ::testing::TestWithParam<Shell> {};

TEST_P(CompletionSyntax, IsAcceptedByTheShell) {
  SallyportSandbox sallyport(SALLYPORT_PROGRAM);
  const std::string shell = "/usr/bin/" + GetParam().name;
  if (!std::filesystem::exists(shell)) GTEST_SKIP() << shell << " is not installed";
  const auto ended = sallyport.run(shell, {"-n", kCompletions + GetParam().file});
  EXPECT_EQ(ended.code, 0) << ended.messages;
  EXPECT_EQ(ended.messages, "");
}

INSTANTIATE_TEST_SUITE_P(Completions, CompletionSyntax,
                         ::testing::Values(Shell{"bash", "sallyport.bash"}, Shell{"zsh", "_sallyport"},
                                           Shell{"fish", "sallyport.fish"}),
                         [](const auto& each) { return each.param.name; });

}  // namespace
}  // namespace sallyport
