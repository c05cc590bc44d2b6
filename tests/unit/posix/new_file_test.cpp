#include <gtest/gtest.h>
#include <sys/stat.h>

#include "platform/new_program.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

TEST(NewProgram, IsForThisUserAlone) {
  const TemporaryDirectory directory;
  const auto written = write_new_program(directory / "app.sh", "#!/bin/sh\n");
  ASSERT_TRUE(written) << written.error().message;
  struct stat status {};
  ASSERT_EQ(::stat((directory / "app.sh").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777U, 0700U);
}

}  // namespace
}  // namespace sallyport
