#include "app/window_request.hpp"

#include <gmock/gmock.h>

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(WindowRequest, BecomesTheArgumentsOfTheWindow) {
  const WindowRequest request{"custom_proxy.password", "Enter it."};
  EXPECT_THAT(request.arguments("/s.toml"),
              ElementsAre("--settings", "/s.toml", "--message", "Enter it.", "--focus", "custom_proxy.password"));
  EXPECT_THAT(WindowRequest{}.arguments(""), IsEmpty());
}

TEST(WindowRequest, NeedsADisplay) {
  EXPECT_TRUE(has_display(Environment::from_block({"DISPLAY=:0"})));
  EXPECT_TRUE(has_display(Environment::from_block({"WAYLAND_DISPLAY=wayland-0"})));
  EXPECT_FALSE(has_display(Environment::from_block({"DISPLAY=", "TERM=xterm"})));
}

}  // namespace
}  // namespace sallyport
