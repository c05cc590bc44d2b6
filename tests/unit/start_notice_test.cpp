#include "app/start_notice.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

TEST(StartNotice, IsTakenAwayAndNothingElse) {
  const Environment left = without_start_notice(Environment({{"A", "1"},
                                                             {"DESKTOP_STARTUP_ID", "menu_TIME1"},
                                                             {"XDG_ACTIVATION_TOKEN", "token"},
                                                             {"GIO_LAUNCHED_DESKTOP_FILE", "/a.desktop"},
                                                             {"GIO_LAUNCHED_DESKTOP_FILE_PID", "1"},
                                                             {"XDG_CURRENT_DESKTOP", "GNOME"}}));
  ASSERT_EQ(left.variables().size(), 2U);
  EXPECT_NE(left.find("A"), nullptr);
  EXPECT_NE(left.find("XDG_CURRENT_DESKTOP"), nullptr);
}

}  // namespace
}  // namespace sallyport
