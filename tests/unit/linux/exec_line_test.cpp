#include "platform/linux/exec_line.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using Arguments = std::vector<std::string>;

struct ExecCase {
  const char* name;
  const char* line;
  Arguments arguments;
};

class ExecLineParsing : public ::testing::TestWithParam<ExecCase> {};

TEST_P(ExecLineParsing, GivesTheArguments) {
  const auto arguments = parse_exec_line(GetParam().line);
  ASSERT_TRUE(arguments) << arguments.error().message;
  EXPECT_EQ(*arguments, GetParam().arguments);
}

INSTANTIATE_TEST_SUITE_P(
    Lines, ExecLineParsing,
    ::testing::Values(ExecCase{"Plain", "/opt/Postman/app/Postman %U", {"/opt/Postman/app/Postman", "%U"}},
                      ExecCase{"ManySpaces", "  a   b\tc ", {"a", "b", "c"}},
                      ExecCase{"Quoted", R"("/opt/my app/run" --x)", {"/opt/my app/run", "--x"}},
                      ExecCase{"EscapedInQuotes", R"(sh "\\$HOME \\`x\\` \\" \\\\")", {"sh", R"($HOME `x` " \)"}},
                      ExecCase{"OtherBackslashInQuotes", R"(a "\\d")", {"a", R"(\d)"}},
                      ExecCase{"SingleQuotes", R"(sh -c 'echo "$1"' x)", {"sh", "-c", R"(echo "$1")", "x"}},
                      ExecCase{"BackslashOutside", R"(a\\ b)", {"a b"}},
                      ExecCase{"GluedQuotes", R"(--x="a b"c)", {"--x=a bc"}},
                      ExecCase{"EmptyArgument", R"(a "" b)", {"a", "", "b"}},
                      ExecCase{"StringEscapes", R"(a\sb\tc)", {"a", "b", "c"}},
                      ExecCase{"Percent", "a 100%% %i --f=%f", {"a", "100%%", "%i", "--f=%f"}}),
    [](const auto& param) { return param.param.name; });

TEST(ExecLine, RefusesAnOpenQuoteAndNothing) {
  for (const char* line : {"", "  ", R"(a "b)", "a 'b"}) {
    const auto arguments = parse_exec_line(line);
    ASSERT_FALSE(arguments) << line;
    EXPECT_EQ(arguments.error().code, ErrorCode::kInvalidValue);
  }
}

TEST(ExecLine, TakesANulForAnyOtherCharacter) {
  const std::string line("a\0b c", 5);
  EXPECT_EQ(parse_exec_line(line), (Arguments{std::string("a\0b", 3), "c"}));
}

TEST(ExecLine, QuotesReservedCharactersOnly) {
  EXPECT_EQ(render_exec_line({"/usr/bin/sallyport", "launch", "vs-code", "--", "%U"}),
            "/usr/bin/sallyport launch vs-code -- %U");
  EXPECT_EQ(render_exec_line({"/opt/my app/run", ""}), R"("/opt/my app/run" "")");
}

TEST(ExecLine, EscapesTwice) {
  // `$` gets its backslash from quoting, and that backslash another one as a string value.
  EXPECT_EQ(render_exec_line({"a$b"}), R"("a\\$b")");
  EXPECT_EQ(render_exec_line({R"(\)"}), R"("\\\\")");
  EXPECT_EQ(render_exec_line({"a\nb"}), R"("a\nb")");
}

TEST(ExecLine, GivesBackWhatItRendered) {
  const Arguments arguments{"/opt/a b",    R"(x"y`z$w\v)",     "", "'", "tab\tline\n", "ünïcode",
                            "~;&|<>*?#()", exec_literal("50%")};
  EXPECT_EQ(parse_exec_line(render_exec_line(arguments)), arguments);
}

TEST(ExecLine, DoublesPercentInLiterals) {
  EXPECT_EQ(exec_literal("50% of %U"), "50%% of %%U");
  EXPECT_EQ(exec_literal("plain"), "plain");
}

TEST(ExecLine, KnowsThePlacesOfFiles) {
  for (const char* code : {"%f", "%F", "%u", "%U"}) EXPECT_TRUE(is_files_code(code)) << code;
  for (const char* other : {"%i", "%c", "%%", "%%U", "x%U", "%", ""}) EXPECT_FALSE(is_files_code(other)) << other;
}

}  // namespace
}  // namespace sallyport
