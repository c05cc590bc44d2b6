#include "platform/posix/menu_launch.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

bool started_with(const std::string& name, const std::string& value) {
  return is_menu_launch(Environment({{"DISPLAY", ":0"}, {name, value}}), 4711);
}

TEST(MenuLaunch, IsWhatTheDesktopSaysOfThisProcess) {
  EXPECT_TRUE(started_with("GIO_LAUNCHED_DESKTOP_FILE_PID", "4711"));
  EXPECT_TRUE(started_with("DESKTOP_STARTUP_ID", "gnome-shell_TIME1"));
  EXPECT_TRUE(started_with("XDG_ACTIVATION_TOKEN", "token"));
}

TEST(MenuLaunch, IsNotWhatAMenuLaunchStartedInItsTurn) {
  EXPECT_FALSE(started_with("GIO_LAUNCHED_DESKTOP_FILE_PID", "1"));
  EXPECT_FALSE(started_with("GIO_LAUNCHED_DESKTOP_FILE", "/usr/share/applications/app.desktop"));
}

}  // namespace
}  // namespace sallyport
