#include "sallyport/core/secret.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>
#include <utility>

namespace sallyport {
namespace {

static_assert(!std::is_copy_constructible_v<Secret> && !std::is_copy_assignable_v<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);

TEST(Secret, GivesBackWhatItWasMadeOf) {
  EXPECT_EQ(Secret("p@ss").reveal(), "p@ss");
  EXPECT_TRUE(Secret().empty());
  EXPECT_TRUE(Secret("").empty());
}

TEST(Secret, IsEmptyAfterAMove) {
  Secret first("p@ss");
  const Secret second(std::move(first));
  EXPECT_EQ(second.reveal(), "p@ss");
  EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): the contract
}

TEST(Secret, ComparesByContent) {
  EXPECT_TRUE(Secret("a").equals(Secret("a")));
  EXPECT_FALSE(Secret("a").equals(Secret("b")));
  EXPECT_FALSE(Secret("a").equals(Secret("ab")));
}

TEST(Secret, WipesMemory) {
  std::string text = "p@ss";
  wipe_memory(text.data(), text.size());
  EXPECT_EQ(text, std::string(4, '\0'));
}

}  // namespace
}  // namespace sallyport
