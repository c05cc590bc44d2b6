#include "platform/linux/exec_codes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sallyport/core/client.hpp"

namespace sallyport {
namespace {

using testing::ElementsAre;

const ExecFields& fields() {
  static const ExecFields app_fields{"My App", "my-icon", "/usr/share/applications/app.desktop"};
  return app_fields;
}

TEST(ExecCodes, MakeOneFilesArgument) {
  for (const char* code : {"%f", "%F", "%u", "%U"}) {
    EXPECT_THAT(expand_exec_codes({"app", code, "--last"}, fields()),
                ElementsAre("app", std::string(kFilesArgument), "--last"));
  }
  EXPECT_THAT(expand_exec_codes({"app", "%f", "%U"}, fields()), ElementsAre("app", std::string(kFilesArgument)));
}

TEST(ExecCodes, ArePutInWhereTheyStand) {
  EXPECT_THAT(
      expand_exec_codes({"app", "%i", "-caption", "%c", "--entry=%k"}, fields()),
      ElementsAre("app", "--icon", "my-icon", "-caption", "My App", "--entry=/usr/share/applications/app.desktop"));
}

TEST(ExecCodes, LeaveOutAnIconThatThereIsNot) {
  EXPECT_THAT(expand_exec_codes({"app", "%i"}, {"My App", "", ""}), ElementsAre("app"));
}

TEST(ExecCodes, KeepAPercentSign) {
  EXPECT_THAT(expand_exec_codes({"app", "100%%", "%%U", "50%"}, fields()), ElementsAre("app", "100%", "%U", "50%"));
}

TEST(ExecCodes, LeaveOutWhatIsDeprecatedOrUnknown) {
  EXPECT_THAT(expand_exec_codes({"app", "%d", "%m", "a%vb", "%x"}, fields()), ElementsAre("app", "ab"));
}

TEST(ExecCodes, LeaveOutAnArgumentWithAFilesCodeInside) {
  EXPECT_THAT(expand_exec_codes({"app", "--open=%u", "-v"}, fields()), ElementsAre("app", "-v"));
}

TEST(ExecCodes, KeepAnEmptyArgument) { EXPECT_THAT(expand_exec_codes({"app", ""}, fields()), ElementsAre("app", "")); }

}  // namespace
}  // namespace sallyport
