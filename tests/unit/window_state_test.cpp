#include "presenters/window_state.hpp"

#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

TEST(WindowState, ReadsBackWhatItWrites) {
  WindowState state;
  state.width = 900;
  state.height = 700;
  state.maximised = true;
  state.page = "diagnostics";
  state.warned = {"curl", "postman"};
  EXPECT_EQ(WindowState::parse(state.text()), state);
}

TEST(WindowState, SkipsWhatItCannotRead) {
  EXPECT_EQ(WindowState::parse("width -5\nheight 99999999\npage nowhere\nnonsense\nmaximised maybe\n"), WindowState{});
}

TEST(WindowState, IsKeptInADirectoryThatNeedNotExistYet) {
  const TemporaryDirectory directory;
  const std::string place = directory / "state/sallyport";
  EXPECT_EQ(WindowState::load(place), WindowState{});
  WindowState state;
  state.page = "apps";
  ASSERT_TRUE(state.save(place));
  EXPECT_EQ(WindowState::load(place), state);
}

TEST(WindowState, SaysWhenItCannotBeKept) { EXPECT_FALSE(WindowState{}.save("/proc/nowhere")); }

}  // namespace
}  // namespace sallyport
