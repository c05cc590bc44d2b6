#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "contract/configuration_files_contract.hpp"
#include "platform/disk_configuration_files.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OnDisk {
 public:
  static constexpr bool kHasModes = true;
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
  bool link(const std::string& name, const std::string& to) const {
    fs::create_symlink(to, path(name));
    return true;
  }
  void make_folder(const std::string& name) const {
    fs::create_directory(path(name));
    fs::permissions(path(name), fs::perms(0755));
  }
  void make_unreadable(const std::string& name) const { fs::create_directory(path(name)); }

  TemporaryDirectory directory;

 private:
  DiskConfigurationFiles files_;
};

using Kinds = ::testing::Types<InMemory, OnDisk>;
INSTANTIATE_TYPED_TEST_SUITE_P(Adapters, ConfigurationFilesContract, Kinds);

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
