#include "platform/own_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;

constexpr std::chrono::milliseconds kAtOnce{0};
constexpr std::size_t kLimit = 8;
using Text = std::optional<std::string>;

class OwnFileTest : public ::testing::Test {
 protected:
  /// What the edit was given.
  Text update(const Text& to) {
    Text given = "never called";
    const auto updated = update_own_file(file_, kLimit, kAtOnce, [&](const Text& text) {
      given = text;
      return to;
    });
    EXPECT_TRUE(updated) << updated.error().message;
    return given;
  }

  TemporaryDirectory directory_;
  std::string file_ = directory_ / "folder/file";
};

TEST_F(OwnFileTest, GivesTheEditWhatIsThere) {
  EXPECT_EQ(read_file(file_, kLimit).value(), Text());
  EXPECT_EQ(update("one"), Text());
  EXPECT_EQ(update("two"), Text("one"));
  EXPECT_EQ(read_file(file_, kLimit).value(), Text("two"));
  EXPECT_THAT(directory_.names("folder"), ElementsAre("file"));
}

TEST_F(OwnFileTest, LeavesTheFileWhenTheEditGivesNothing) {
  update("one");
  EXPECT_EQ(update(Text()), Text("one"));
  EXPECT_EQ(read_file(file_, kLimit).value(), Text("one"));
}

TEST_F(OwnFileTest, ReplacesWhatCannotBeRead) {
  directory_.write("folder/file", "more than the limit");
  const auto read = read_file(file_, kLimit);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, ErrorCode::kIo);
  EXPECT_EQ(update("one"), Text());
  EXPECT_EQ(read_file(file_, kLimit).value(), Text("one"));
}

}  // namespace
}  // namespace sallyport
