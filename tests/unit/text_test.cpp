#include "sallyport/core/text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sallyport {
namespace {

using Words = std::vector<std::string>;

TEST(Enumeration, JoinsWordsAsASentenceDoes) {
  EXPECT_EQ(enumeration(Words{}), "");
  EXPECT_EQ(enumeration(Words{"a"}), "a");
  EXPECT_EQ(enumeration(Words{"a", "b"}), "a and b");
  EXPECT_EQ(enumeration(Words{"a", "b", "c"}), "a, b and c");
}

TEST(Enumeration, CountsWhatItDoesNotName) {
  EXPECT_EQ(enumeration(Words{"a", "b", "c"}, 3), "a, b and c");
  EXPECT_EQ(enumeration(Words{"a", "b", "c", "d"}, 2), "a, b and 2 more");
  EXPECT_EQ(enumeration(Words{"a", "b"}, 1), "a and 1 more");
}

}  // namespace
}  // namespace sallyport
