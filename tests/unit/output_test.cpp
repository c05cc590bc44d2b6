#include "cli/output.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace sallyport {
namespace {

TEST(Output, ColoursATerminalOnly) {
  std::ostringstream plain;
  std::ostringstream coloured;
  Output(plain, plain, false, false).message("hello");
  Output(coloured, coloured, true, true).message("hello");
  EXPECT_EQ(plain.str(), "sallyport: hello\n");
  EXPECT_EQ(coloured.str(), "\x1b[1msallyport:\x1b[0m hello\n");
}

TEST(Output, AlignsColumnsByCharacters) {
  std::ostringstream text;
  Output(text, text, false, false).table({{"A", "B"}, {"ü", "x"}, {"long", ""}});
  EXPECT_EQ(text.str(), "A     B\nü     x\nlong\n");
}

TEST(Output, KeepsControlCharactersFromTheTerminal) {
  EXPECT_EQ(printable("\x9b"
                      "31m \xc2\x9b \xff\xe2\x82 €\xf0"),
            "\\x9b31m \\xc2\\x9b \\xff\\xe2\\x82 €\\xf0");
  EXPECT_EQ(printable("a\x1b[31m\nb\x7f\tü"), "a\\x1b[31m\\nb\\x7f\\tü");
  std::ostringstream text;
  Output output(text, text, false, false);
  output.error({ErrorCode::kFailed, "It \x1b]0;x\x07", "why\n"});
  EXPECT_EQ(text.str(), "sallyport: It \\x1b]0;x\\x07 (why\\n)\n");
}

TEST(Output, SaysTheCauseOnce) {
  std::ostringstream text;
  Output output(text, text, false, false);
  output.error({ErrorCode::kIo, "x cannot be read: Is a directory.", "Is a directory"});
  output.error({ErrorCode::kIo, "It failed.", "Is a directory"});
  EXPECT_EQ(text.str(), "sallyport: x cannot be read: Is a directory.\nsallyport: It failed. (Is a directory)\n");
}

TEST(Output, ShowsALineForEachRule) {
  std::ostringstream text;
  Output(text, text, false, false).error({ErrorCode::kInvalidSettings, "Two are broken:\n  a: b\x1b\n  c: d", ""});
  EXPECT_EQ(text.str(), "sallyport: Two are broken:\n  a: b\\x1b\n  c: d\n");
}

TEST(Output, WritesJsonOfAnyBytes) {
  std::ostringstream text;
  Output(text, text, false, false).json({{"value", "\xff"}});
  EXPECT_EQ(nlohmann::json::parse(text.str())["value"], "\xEF\xBF\xBD");
}

TEST(Output, KeepsControlCharactersOfJsonFromTheTerminal) {
  const std::string value = "\x1b[31m\xc2\x9b\x7f\xc2\xa0\xc3\x9b";
  std::ostringstream text;
  Output(text, text, false, false).json({{"value", value}});
  EXPECT_EQ(nlohmann::json::parse(text.str())["value"], value);
  EXPECT_EQ(text.str(), "{\n  \"value\": \"\\u001b[31m\\u009b\\u007f\xc2\xa0\xc3\x9b\"\n}\n");
}

}  // namespace
}  // namespace sallyport
