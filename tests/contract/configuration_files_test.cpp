#include "sallyport/ports/configuration_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "platform/posix/disk_configuration_files.hpp"
#include "support/fake_configuration_files.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class InMemory {
 public:
  ConfigurationFiles& files() { return files_; }
  static std::string path(const std::string& name) { return "/fake/" + name; }
  void write(const std::string& name, const std::string& text) { files_.files[path(name)].text = text; }
  std::string text(const std::string& full_path) { return files_.files.at(full_path).text; }
  void link(const std::string& name, const std::string& to) { files_.links[path(name)] = path(to); }
  void make_folder(const std::string& name) { files_.folders[path(name)] = {"", 0755}; }
  void make_unreadable(const std::string& name) {
    files_.unreadable[path(name)] = {ErrorCode::kIo, path(name) + " cannot be read."};
  }

 private:
  FakeConfigurationFiles files_;
};

class OnDisk {
 public:
  ConfigurationFiles& files() { return files_; }
  [[nodiscard]] std::string path(const std::string& name) const { return directory / name; }
  void write(const std::string& name, const std::string& text) const {
    directory.write(name, text);
    fs::permissions(path(name), fs::perms(0644));
  }
  static std::string text(const std::string& full_path) {
    std::ifstream file(full_path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void link(const std::string& name, const std::string& to) const { fs::create_symlink(to, path(name)); }
  void make_folder(const std::string& name) const {
    fs::create_directory(path(name));
    fs::permissions(path(name), fs::perms(0755));
  }
  void make_unreadable(const std::string& name) const { fs::create_directory(path(name)); }

  TemporaryDirectory directory;

 private:
  DiskConfigurationFiles files_;
};

template <typename Kind>
class ConfigurationFilesContract : public ::testing::Test {
 protected:
  ConfigurationFile read(const std::string& name) {
    auto file = kind.files().read(kind.path(name));
    EXPECT_TRUE(file && *file);
    return file && *file ? std::move(**file) : ConfigurationFile{};
  }

  Kind kind;
};

using Kinds = ::testing::Types<InMemory, OnDisk>;
TYPED_TEST_SUITE(ConfigurationFilesContract, Kinds);

TYPED_TEST(ConfigurationFilesContract, ReadsAFileOfThisUser) {
  this->kind.write("rc", "a\r\nb");
  const auto file = this->read("rc");
  EXPECT_EQ(file.text.reveal(), "a\r\nb");
  EXPECT_EQ(file.path, this->kind.path("rc"));
  EXPECT_FALSE(file.is_link());
  EXPECT_EQ(file.owner, "");
  EXPECT_EQ(file.mode, 0644U);
  const auto none = this->kind.files().read(this->kind.path("none"));
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

TYPED_TEST(ConfigurationFilesContract, FollowsLinks) {
  this->kind.write("target", "a");
  this->kind.link("rc", "target");
  const auto file = this->read("rc");
  EXPECT_TRUE(file.is_link());
  EXPECT_EQ(fs::path(file.target).filename(), "target");
  const auto backup = this->kind.files().replace(file, Secret("b"));
  ASSERT_TRUE(backup) << backup.error().message;
  EXPECT_EQ(this->kind.text(file.target), "b");
  EXPECT_TRUE(this->read("rc").is_link());
  EXPECT_THAT(*backup, StartsWith(file.target + ".sallyport-backup-"));
}

TYPED_TEST(ConfigurationFilesContract, RefusesWhatCannotBeReadOrIsTooLarge) {
  this->kind.make_unreadable("rc");
  this->kind.write("large", std::string(ConfigurationFiles::kMaximumSize + 1, 'x'));
  for (const char* name : {"rc", "large"}) {
    const auto file = this->kind.files().read(this->kind.path(name));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::kIo);
    EXPECT_THAT(file.error().message, HasSubstr(this->kind.path(name)));
  }
}

TYPED_TEST(ConfigurationFilesContract, ListsByEnding) {
  for (const char* name : {"d/b.conf", "d/a.conf", "d/c.txt"}) this->kind.write(name, "");
  EXPECT_THAT(this->kind.files().list(this->kind.path("d"), ".conf"),
              ElementsAre(this->kind.path("d/a.conf"), this->kind.path("d/b.conf")));
  EXPECT_EQ(this->kind.files().list(this->kind.path("d"), "").size(), 3U);
  EXPECT_THAT(this->kind.files().list(this->kind.path("none"), ""), IsEmpty());
}

TYPED_TEST(ConfigurationFilesContract, ReplacesWithACopyThatIsNeverOverwritten) {
  this->kind.write("rc", "1");
  const auto first = this->kind.files().replace(this->read("rc"), Secret("2"));
  const auto second = this->kind.files().replace(this->read("rc"), Secret("3"));
  ASSERT_TRUE(first && second);
  EXPECT_NE(*first, *second);
  EXPECT_EQ(this->kind.text(*first), "1");
  EXPECT_EQ(this->kind.text(*second), "2");
  EXPECT_EQ(this->kind.text(this->kind.path("rc")), "3");
}

TYPED_TEST(ConfigurationFilesContract, RefusesAFileThatChangedMeanwhile) {
  this->kind.write("rc", "1");
  const auto seen = this->read("rc");
  this->kind.write("rc", "mine");
  const auto replaced = this->kind.files().replace(seen, Secret("2"));
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::kIo);
  EXPECT_THAT(replaced.error().message, HasSubstr("changed since"));
  EXPECT_EQ(this->kind.text(this->kind.path("rc")), "mine");
}

TYPED_TEST(ConfigurationFilesContract, ClosesFoldersToOthers) {
  EXPECT_FALSE(this->kind.files().folder(this->kind.path("k")));
  EXPECT_FALSE(this->kind.files().make_private(this->kind.path("k")));
  this->kind.make_folder("k");
  EXPECT_EQ(this->kind.files().folder(this->kind.path("k"))->mode, 0755U);
  ASSERT_TRUE(this->kind.files().make_private(this->kind.path("k")));
  EXPECT_EQ(this->kind.files().folder(this->kind.path("k"))->mode, 0700U);
  EXPECT_EQ(this->kind.files().folder(this->kind.path("k"))->owner, "");
}

class DiskConfigurationFilesTest : public ::testing::Test {
 protected:
  ConfigurationFile read(const std::string& name) { return std::move(**files.read(directory / name)); }

  TemporaryDirectory directory;
  DiskConfigurationFiles files;
};

TEST_F(DiskConfigurationFilesTest, KeepsTheModeInBoth) {
  directory.write("rc", "1");
  fs::permissions(directory / "rc", fs::perms(0640));
  const auto backup = files.replace(read("rc"), Secret("2"));
  ASSERT_TRUE(backup);
  for (const std::string& path : {*backup, directory / "rc"}) {
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777, 0640U) << path;
  }
  // Nothing else is left beside it.
  EXPECT_EQ(directory.names().size(), 2U);
}

TEST_F(DiskConfigurationFilesTest, KeepsTheGroupInBoth) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root has a second group for certain";
  directory.write("rc", "1");
  const gid_t other = ::getegid() + 1;
  ASSERT_EQ(::chown((directory / "rc").c_str(), static_cast<uid_t>(-1), other), 0);
  const auto backup = files.replace(read("rc"), Secret("2"));
  ASSERT_TRUE(backup);
  for (const std::string& path : {*backup, directory / "rc"}) {
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_gid, other) << path;
  }
}

TEST_F(DiskConfigurationFilesTest, LeavesAFileThatHasOtherNames) {
  directory.write("rc", "1");
  fs::create_hard_link(directory / "rc", directory / "other");
  const auto replaced = files.replace(read("rc"), Secret("2"));
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().message, HasSubstr("hard links"));
  EXPECT_EQ(directory.read("rc"), "1");
  EXPECT_EQ(directory.names().size(), 2U);
}

TEST_F(DiskConfigurationFilesTest, LeavesAFileThatHasAnAccessList) {
  directory.write("rc", "1");
  fs::permissions(directory / "rc", fs::perms(0600));
  // setfacl -m u:1:r, in the kernel's form: a version; then tag, permissions and id of each entry.
  const std::array<std::uint32_t, 11> list = {2, 0x60001, ~0U, 0x40002, 1, 4, ~0U, 0x40010, ~0U, 0x20, ~0U};
  if (::setxattr((directory / "rc").c_str(), "system.posix_acl_access", list.data(), sizeof(list), 0) != 0) {
    GTEST_SKIP() << "the file system has no access lists";
  }
  const auto seen = read("rc");
  EXPECT_EQ(seen.mode, 0640U);
  const auto replaced = files.replace(seen, Secret("2"));
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().message, HasSubstr("access list"));
  EXPECT_EQ(directory.read("rc"), "1");
  EXPECT_EQ(directory.names().size(), 1U);
}

TEST_F(DiskConfigurationFilesTest, ReadsNoPipeNoLoopAndNoLinkToNothing) {
  ASSERT_EQ(::mkfifo((directory / "pipe").c_str(), 0600), 0);
  fs::create_symlink("loop", directory / "loop");
  fs::create_symlink("none", directory / "nothing");
  EXPECT_FALSE(files.read(directory / "pipe"));
  EXPECT_FALSE(files.read(directory / "loop"));
  const auto nothing = files.read(directory / "nothing");
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(*nothing);
}

TEST_F(DiskConfigurationFilesTest, LeavesTheFilesOfOthers) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can make a file another user's";
  directory.write("rc", "1");
  ASSERT_EQ(::chown((directory / "rc").c_str(), 1, static_cast<gid_t>(-1)), 0);
  const auto seen = read("rc");
  EXPECT_EQ(seen.owner, "daemon");
  const auto replaced = files.replace(seen, Secret("2"));
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().message, HasSubstr("belongs to daemon"));
  EXPECT_EQ(directory.read("rc"), "1");
  EXPECT_EQ(directory.names().size(), 1U);
  fs::create_directory(directory / "k");
  ASSERT_EQ(::chown((directory / "k").c_str(), 1, static_cast<gid_t>(-1)), 0);
  EXPECT_FALSE(files.make_private(directory / "k"));
}

}  // namespace
}  // namespace sallyport
