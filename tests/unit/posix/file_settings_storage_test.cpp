#include "platform/file_settings_storage.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <memory>
#include <vector>

#include "support/child_process.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Result<void> write(FileSettingsStorage& storage, std::string_view text) {
  return storage.update([&](const auto&) -> Result<std::string> { return std::string(text); });
}

mode_t permissions(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
}

class FileSettingsStorageTest : public ::testing::Test {
 protected:
  TemporaryDirectory directory_;
  std::string path_ = directory_ / "settings.toml";
  FileSettingsStorage storage_{path_};
};

TEST_F(FileSettingsStorageTest, ReadsNothingWhereThereIsNoFile) {
  const auto text = storage_.read();
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_FALSE(*text);
}

TEST_F(FileSettingsStorageTest, GivesTheEditTheTextAndReplacesTheFile) {
  directory_.write("settings.toml", "old");
  const auto done = storage_.update(
      [](const std::optional<std::string>& text) -> Result<std::string> { return text.value_or("none") + " and new"; });
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(directory_.read("settings.toml"), "old and new");
  EXPECT_EQ(permissions(path_), 0600U);
  EXPECT_THAT(directory_.names(), ElementsAre("settings.toml"));
}

TEST_F(FileSettingsStorageTest, MakesTheFoldersPrivate) {
  FileSettingsStorage storage(directory_ / "config/sallyport/settings.toml");
  const mode_t before = ::umask(0);
  const auto done = write(storage, "a");
  ::umask(before);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(permissions(directory_ / "config"), 0700U);
  EXPECT_EQ(permissions(directory_ / "config/sallyport"), 0700U);
  EXPECT_EQ(permissions(storage.path()), 0600U);
}

TEST_F(FileSettingsStorageTest, LeavesNothingBehindWhenTheEditFails) {
  FileSettingsStorage storage(directory_ / "config/sallyport/settings.toml");
  const auto done =
      storage.update([](const auto&) -> Result<std::string> { return failure(ErrorCode::kInvalidValue, "No."); });
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "No.");
  EXPECT_THAT(directory_.names(), IsEmpty());
}

TEST_F(FileSettingsStorageTest, RefusesAFileThatOthersMayWrite) {
  directory_.write("settings.toml", "a");
  for (const auto mode : {0620, 0602, 0666}) {
    ASSERT_EQ(::chmod(path_.c_str(), static_cast<mode_t>(mode)), 0);
    const auto text = storage_.read();
    ASSERT_FALSE(text) << std::oct << mode;
    EXPECT_EQ(text.error().code, ErrorCode::kInvalidSettings);
    EXPECT_THAT(text.error().message, HasSubstr("chmod go-w " + path_));
    EXPECT_FALSE(write(storage_, "b"));
    EXPECT_EQ(directory_.read("settings.toml"), "a");
  }
  ASSERT_EQ(::chmod(path_.c_str(), 0644), 0);
  EXPECT_TRUE(storage_.read());
}

TEST_F(FileSettingsStorageTest, RefusesAFileOfAnotherUser) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  directory_.write("settings.toml", "a");
  ASSERT_EQ(::chown(path_.c_str(), 65534, 65534), 0);
  const auto text = storage_.read();
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::kInvalidSettings);
  EXPECT_THAT(text.error().message, HasSubstr("belongs to another user"));
  EXPECT_FALSE(write(storage_, "b"));
  EXPECT_EQ(directory_.read("settings.toml"), "a");
}

TEST_F(FileSettingsStorageTest, RefusesAFolderAPipeAndALargeFile) {
  fs::create_directory(path_);
  EXPECT_THAT(storage_.read().error().message, HasSubstr("is a folder"));
  EXPECT_FALSE(write(storage_, "a"));
  fs::remove(path_);
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_THAT(storage_.read().error().message, HasSubstr("is not a regular file"));
  fs::remove(path_);
  directory_.write("settings.toml", std::string(4 * 1024 * 1024 + 1, 'a'));
  EXPECT_THAT(storage_.read().error().message, HasSubstr("is larger than"));
  fs::resize_file(path_, 4 * 1024 * 1024);
  EXPECT_TRUE(storage_.read());
  EXPECT_EQ(write(storage_, std::string(4 * 1024 * 1024 + 1, 'a')).error().code, ErrorCode::kInvalidValue);
}

TEST_F(FileSettingsStorageTest, ReplacesTheTargetOfALinkAndKeepsTheLink) {
  directory_.write("dotfiles/sallyport.toml", "old");
  fs::create_directory_symlink("dotfiles", directory_ / "config");
  fs::create_symlink("config/sallyport.toml", path_);
  const auto done = write(storage_, "new");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_TRUE(fs::is_symlink(path_));
  EXPECT_FALSE(fs::is_symlink(directory_ / "dotfiles/sallyport.toml"));
  EXPECT_EQ(directory_.read("dotfiles/sallyport.toml"), "new");
  EXPECT_THAT(directory_.names("dotfiles"), ElementsAre("sallyport.toml"));
}

TEST_F(FileSettingsStorageTest, MakesTheFileThatADanglingLinkNames) {
  fs::create_symlink("later.toml", path_);
  const auto text = storage_.read();
  ASSERT_TRUE(text) << text.error().message;
  EXPECT_FALSE(*text);
  ASSERT_TRUE(write(storage_, "new"));
  EXPECT_TRUE(fs::is_symlink(path_));
  EXPECT_EQ(directory_.read("later.toml"), "new");
}

TEST_F(FileSettingsStorageTest, RefusesALinkIntoAFolderThatIsNotThere) {
  fs::create_symlink("unmounted/settings.toml", path_);
  EXPECT_THAT(write(storage_, "new").error().message, HasSubstr("whose folder does not exist"));
  EXPECT_THAT(directory_.names(), ElementsAre("settings.toml"));
}

TEST_F(FileSettingsStorageTest, RefusesALinkToItself) {
  fs::create_symlink("settings.toml", path_);
  EXPECT_EQ(storage_.read().error().code, ErrorCode::kIo);
  EXPECT_EQ(write(storage_, "new").error().code, ErrorCode::kIo);
}

/// Who may not write is a question that root cannot ask.
class UnprivilegedTest : public FileSettingsStorageTest {
 protected:
  void SetUp() override {
    directory_.write("settings.toml", "old");
    if (::geteuid() != 0) return;
    ASSERT_EQ(::chown(directory_.path().c_str(), 65534, 65534), 0);
    ASSERT_EQ(::chown(path_.c_str(), 65534, 65534), 0);
  }
};

TEST_F(UnprivilegedTest, SaysThatAFileCannotBeRead) {
  ASSERT_EQ(::chmod(path_.c_str(), 0), 0);
  ChildProcess child([this]() -> std::string {
    give_up_root();
    const auto text = storage_.read();
    return text ? "read" : text.error().message;
  });
  EXPECT_EQ(child.result(), path_ + " cannot be read: Permission denied.");
}

TEST_F(UnprivilegedTest, LeavesAReadOnlyFolderAsItIs) {
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0500), 0);
  ChildProcess child([this]() -> std::string {
    give_up_root();
    const auto done = write(storage_, "new");
    return done ? "written" : done.error().message;
  });
  EXPECT_EQ(child.result(), path_ + " cannot be written: Permission denied. It is as it was before.");
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0700), 0);
  EXPECT_EQ(directory_.read("settings.toml"), "old");
  EXPECT_THAT(directory_.names(), ElementsAre("settings.toml"));
}

TEST_F(FileSettingsStorageTest, LeavesTheFileWholeOnAFullDisk) {
  ChildProcess child([this]() -> std::string {
    if (!enter_private_mounts() ||
        ::mount("none", directory_.path().c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=64k") != 0)
      return "no mount";
    if (const auto done = write(storage_, "old"); !done) return done.error().message;
    const auto done = write(storage_, std::string(128 * 1024, 'a'));
    const std::string said = done ? "written" : done.error().message;
    std::string names;
    for (const std::string& name : directory_.names()) names += " " + name;
    return said + " " + directory_.read("settings.toml") + names;
  });
  const std::string result = child.result();
  if (result == "no mount") GTEST_SKIP() << "this system does not let the test mount a small disk";
  EXPECT_EQ(result, path_ + " cannot be written: No space left on device. It is as it was before. old settings.toml");
}

TEST_F(FileSettingsStorageTest, LosesNoUpdateOfConcurrentWriters) {
  constexpr int kWriters = 4;
  constexpr int kUpdates = 25;
  std::vector<std::unique_ptr<ChildProcess>> writers;
  for (int i = 0; i < kWriters; ++i)
    writers.push_back(std::make_unique<ChildProcess>([this]() -> std::string {
      for (int update = 0; update < kUpdates; ++update) {
        const auto done = storage_.update(
            [](const std::optional<std::string>& text) -> Result<std::string> { return text.value_or("") + "a"; });
        if (!done) return done.error().message;
      }
      return "done";
    }));
  for (const auto& writer : writers) EXPECT_EQ(writer->result(), "done");
  EXPECT_EQ(directory_.read("settings.toml"), std::string(kWriters * kUpdates, 'a'));
  EXPECT_THAT(directory_.names(), ElementsAre("settings.toml"));
}

TEST_F(FileSettingsStorageTest, SurvivesAWriterThatIsKilled) {
  directory_.write("settings.toml", "old");
  std::array<int, 2> editing{};
  ASSERT_EQ(::pipe(editing.data()), 0);
  ChildProcess child([&]() -> std::string {
    const auto done = storage_.update([&](const auto&) -> Result<std::string> {
      [[maybe_unused]] const ssize_t told = ::write(editing[1], "x", 1);
      for (;;) ::pause();
    });
    return done ? "written" : done.error().message;
  });
  char told = 0;
  ASSERT_EQ(::read(editing[0], &told, 1), 1);
  ::kill(child.pid(), SIGKILL);
  EXPECT_EQ(child.result(), "signal 9");
  ::close(editing[0]);
  ::close(editing[1]);
  directory_.write(".settings.toml.new", "half of it");  // as one leaves that was killed while it wrote

  EXPECT_EQ(directory_.read("settings.toml"), "old");
  const auto done = write(storage_, "new");
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(directory_.read("settings.toml"), "new");
  EXPECT_THAT(directory_.names(), ElementsAre("settings.toml"));
}

}  // namespace
}  // namespace sallyport
