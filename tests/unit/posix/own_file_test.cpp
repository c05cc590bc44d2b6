#include "platform/own_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

mode_t mode_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

TEST(OwnFile, IsForThisUserAloneWhateverTheUmask) {
  for (const mode_t mask : {mode_t{0}, mode_t{0277}}) {
    const TemporaryDirectory directory;
    const mode_t before = ::umask(mask);
    const auto updated = update_own_file(directory / "folder/file", 10, std::chrono::milliseconds(0),
                                         [](const auto&) { return std::optional<std::string>("text"); });
    ::umask(before);
    ASSERT_TRUE(updated) << updated.error().message;
    EXPECT_EQ(mode_of(directory / "folder"), 0700U);
    EXPECT_EQ(mode_of(directory / "folder/file"), 0600U);
  }
}

}  // namespace
}  // namespace sallyport
