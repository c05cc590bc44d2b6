#include "presenters/argument_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct ArgumentText : testing::TestWithParam<Quoting> {
  static auto split(std::string_view text) { return split_arguments(text, GetParam()); }
};

INSTANTIATE_TEST_SUITE_P(Systems, ArgumentText, testing::Values(Quoting::kPosix, Quoting::kWindows),
                         [](const auto& each) { return each.param == Quoting::kPosix ? "Posix" : "Windows"; });

TEST_P(ArgumentText, SplitsAtSpaces) {
  EXPECT_THAT(*split("  -a\t--b=c\n{files} "), ElementsAre("-a", "--b=c", "{files}"));
  EXPECT_THAT(*split("  "), IsEmpty());
}

TEST_P(ArgumentText, GroupsByQuotationMarks) {
  EXPECT_THAT(*split(R"(--user "A B" "" "a\"b" x"y z" \")"), ElementsAre("--user", "A B", "", "a\"b", "xy z", "\""));
  EXPECT_THAT(*split(R"("C:\x y\\" "C:\x")"), ElementsAre(R"(C:\x y\)", R"(C:\x)"));
}

TEST_P(ArgumentText, ExpandsNothing) {
  EXPECT_THAT(*split("$HOME ~ * %PATH%"), ElementsAre("$HOME", "~", "*", "%PATH%"));
}

TEST_P(ArgumentText, RefusesAnUnclosedQuotationMark) {
  for (const char* text : {"\"a", "a \"", R"("a\")"}) {
    const auto arguments = split(text);
    ASSERT_FALSE(arguments) << text;
    EXPECT_EQ(arguments.error().code, ErrorCode::kInvalidValue);
  }
}

TEST_P(ArgumentText, ReadsBackWhatItWrites) {
  const std::vector<std::string> arguments = {"",
                                              "a b",
                                              "it's",
                                              "\"",
                                              "\\",
                                              "new\nline",
                                              "$HOME",
                                              "%d;rm",
                                              "ünïcode",
                                              "--x",
                                              "'",
                                              " ",
                                              "{files}",
                                              R"(C:\Program Files\x\)",
                                              R"(C:\x\)",
                                              R"(a\\" b)",
                                              R"(\\host\share)"};
  const std::string text = join_arguments(arguments, GetParam());
  EXPECT_EQ(*split(text), arguments) << text;
}

TEST(PosixArgumentText, HasApostrophesAndBackslashesAsAShell) {
  EXPECT_THAT(*split_arguments(R"('' 'it"s' a\ b)", Quoting::kPosix), ElementsAre("", "it\"s", "a b"));
  EXPECT_FALSE(split_arguments("'a", Quoting::kPosix));
  EXPECT_FALSE(split_arguments("a\\", Quoting::kPosix));
}

TEST(WindowsArgumentText, KeepsBackslashesAndApostrophes) {
  EXPECT_THAT(*split_arguments(R"(C:\x\ it's \\host\a)", Quoting::kWindows),
              ElementsAre(R"(C:\x\)", "it's", R"(\\host\a)"));
  EXPECT_EQ(join_arguments({R"(C:\windows\notepad.exe)", "a b"}, Quoting::kWindows), R"(C:\windows\notepad.exe "a b")");
}

}  // namespace
}  // namespace sallyport
