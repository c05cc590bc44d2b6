#include "platform/windows/command_line.hpp"

#include <gtest/gtest.h>
#include <windows.h>

// After windows.h, which it needs.
#include <shellapi.h>

#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

std::vector<std::string> taken_apart(const std::string& line) {
  int count = 0;
  wchar_t** const words = ::CommandLineToArgvW(to_utf16(line).c_str(), &count);
  std::vector<std::string> result;
  for (int i = 0; i < count; ++i) result.push_back(to_utf8(words[i]));
  ::LocalFree(words);
  return result;
}

TEST(CommandLine, QuotesWhatNeedsIt) {
  EXPECT_EQ(command_line("C:\\a b\\c.exe", {}), "\"C:\\a b\\c.exe\"");
  EXPECT_EQ(command_line("p", {"a", "", "a b", "a\"b", "a\\\"b", "a b\\", "a\\b"}),
            R"("p" a "" "a b" "a\"b" "a\\\"b" "a b\\" a\b)");
}

TEST(CommandLine, IsTakenApartIntoTheSameWords) {
  for (const std::string& word :
       {std::string(), std::string("a b"), std::string("\""), std::string("\\"), std::string("\\\\\""),
        std::string("a\\\\ b\\\\"), std::string("\"\"\""), std::string("\t"), std::string("\xc3\xbc \xd0\xb6"),
        std::string("--x=\"y z\""), std::string("two\nlines")}) {
    EXPECT_EQ(taken_apart(command_line("p", {word, "end"})), (std::vector<std::string>{"p", word, "end"})) << word;
  }
}

TEST(CommandLine, KnowsBatchFiles) {
  EXPECT_TRUE(is_batch_file("C:\\x\\code.CMD"));
  EXPECT_TRUE(is_batch_file("run.bat"));
  EXPECT_FALSE(is_batch_file("C:\\cmd.exe"));
}

TEST(CommandLine, RefusesWhatCmdWouldRead) {
  EXPECT_TRUE(check_batch_arguments("a.cmd", {"--flag", "C:\\a b\\c", "x=y"}));
  for (const char* argument : {"a\"b", "%PATH%", "a&b", "a|b", "a>b", "a<b", "a^b", "(a)", "!a!", "a\nb"}) {
    const auto refused = check_batch_arguments("a.cmd", {argument});
    ASSERT_FALSE(refused) << argument;
    EXPECT_EQ(refused.error().code, ErrorCode::kInvalidValue);
  }
}

}  // namespace
}  // namespace sallyport
