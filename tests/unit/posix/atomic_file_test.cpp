#include "platform/posix/atomic_file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::chrono::milliseconds kAtOnce{0};

TEST(AtomicFile, HoldsOneWriterAtATime) {
  const TemporaryDirectory directory;
  {
    const auto first = AtomicFile::lock(directory / "file", kAtOnce);
    ASSERT_TRUE(first) << first.error().message;
    const auto second = AtomicFile::lock(directory / "file", std::chrono::milliseconds(20));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kTimedOut);
    EXPECT_THAT(second.error().message, HasSubstr(directory / "file"));
    EXPECT_TRUE(AtomicFile::lock(directory / "other", kAtOnce));
  }
  EXPECT_TRUE(AtomicFile::lock(directory / "file", kAtOnce));
  EXPECT_THAT(directory.names(), IsEmpty());
}

TEST(AtomicFile, LocksTheTargetOfALink) {
  const TemporaryDirectory directory;
  std::filesystem::create_symlink("file", directory / "link");
  const auto first = AtomicFile::lock(directory / "link", kAtOnce);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_FALSE(AtomicFile::lock(directory / "file", kAtOnce));
}

TEST(AtomicFile, ReplacesAndRemoves) {
  const TemporaryDirectory directory;
  {
    auto file = AtomicFile::lock(directory / "folder/file", kAtOnce);
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_TRUE(file->replace("first", 0644));
    ASSERT_TRUE(file->replace("second", 0644));
  }
  EXPECT_EQ(directory.read("folder/file"), "second");
  EXPECT_THAT(directory.names("folder"), ElementsAre("file"));
  {
    auto file = AtomicFile::lock(directory / "folder/file", kAtOnce);
    ASSERT_TRUE(file->remove());
    EXPECT_TRUE(file->remove());
  }
  EXPECT_THAT(directory.names("folder"), IsEmpty());
}

TEST(AtomicFile, RefusesAFolderInTheFilesPlace) {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "file");
  auto file = AtomicFile::lock(directory / "file", kAtOnce);
  ASSERT_TRUE(file) << file.error().message;
  EXPECT_EQ(file->replace("text", 0600).error().code, ErrorCode::kIo);
  EXPECT_EQ(file->remove().error().code, ErrorCode::kIo);
  EXPECT_THAT(directory.names(), ElementsAre(".file.lock", "file"));
}

TEST(AtomicFile, RefusesAFileWhereAFolderIsNeeded) {
  const TemporaryDirectory directory;
  directory.write("config", "a file");
  const auto file = AtomicFile::lock(directory / "config/sallyport/file", kAtOnce);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().code, ErrorCode::kIo);
}

TEST(AtomicFile, DoesNotPassItsLockOn) {
  const TemporaryDirectory directory;
  const auto file = AtomicFile::lock(directory / "file", kAtOnce);
  ASSERT_TRUE(file);
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    if (!std::filesystem::read_symlink(entry.path(), ignored).string().ends_with(".file.lock")) continue;
    const int flags = ::fcntl(std::stoi(entry.path().filename()), F_GETFD);
    EXPECT_TRUE(flags & FD_CLOEXEC);
    return;
  }
  FAIL() << "the lock is not open";
}

}  // namespace
}  // namespace sallyport
