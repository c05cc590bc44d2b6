#include "presenters/argument_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ArgumentText, SplitsAtSpaces) {
  EXPECT_THAT(*split_arguments("  -a\t--b=c\n{files} "), ElementsAre("-a", "--b=c", "{files}"));
  EXPECT_THAT(*split_arguments("  "), IsEmpty());
}

TEST(ArgumentText, GroupsByQuotes) {
  EXPECT_THAT(*split_arguments(R"(--user "A B" '' 'it"s' "a\"b" a\ b "C:\x")"),
              ElementsAre("--user", "A B", "", "it\"s", "a\"b", "a b", "C:\\x"));
}

TEST(ArgumentText, ExpandsNothing) { EXPECT_THAT(*split_arguments("$HOME ~ *"), ElementsAre("$HOME", "~", "*")); }

TEST(ArgumentText, RefusesAnUnclosedQuoteAndATrailingBackslash) {
  for (const char* text : {"'a", "\"a", "a\\"}) {
    const auto arguments = split_arguments(text);
    ASSERT_FALSE(arguments) << text;
    EXPECT_EQ(arguments.error().code, ErrorCode::kInvalidValue);
  }
}

TEST(ArgumentText, ReadsBackWhatItWrites) {
  const std::vector<std::string> arguments = {"",      "a b",     "it's", "\"", "\\", "new\nline", "$HOME",
                                              "%d;rm", "ünïcode", "--x",  "'",  " ",  "{files}"};
  EXPECT_EQ(*split_arguments(join_arguments(arguments)), arguments);
}

}  // namespace
}  // namespace sallyport
