#include "contract/configuration_files_contract.hpp"

#include <windows.h>

#include "platform/disk_configuration_files.hpp"
#include "platform/windows/utf16.hpp"
#include "support/temporary_directory.hpp"
#include "support/windows/wine.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OnDisk {
 public:
  static constexpr bool kHasModes = false;
  ConfigurationFiles& files() { return files_; }
  [[nodiscard]] std::string path(const std::string& name) const { return directory / name; }
  void write(const std::string& name, const std::string& text) const { directory.write(name, text); }
  [[nodiscard]] std::string text(const std::string& full_path) const {
    return directory.read(fs::path(full_path).filename().string());
  }
  /// False where links need a right that this user has not, and under Wine, which says that it made one.
  [[nodiscard]] bool link(const std::string& name, const std::string& to) const {
    return ::CreateSymbolicLinkW(to_utf16(path(name)).c_str(), to_utf16(to).c_str(),
                                 SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE) != 0 &&
           ::GetFileAttributesW(to_utf16(path(name)).c_str()) != INVALID_FILE_ATTRIBUTES;
  }
  void make_folder(const std::string& name) const { fs::create_directory(path(name)); }
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

TEST_F(DiskConfigurationFilesTest, LeavesNothingBesideTheFileAndItsCopy) {
  directory.write("rc", "1");
  const auto copy = files.replace(read("rc"), Secret("2"));
  ASSERT_TRUE(copy) << copy.error().message;
  EXPECT_EQ(directory.names(), (std::set<std::string>{"rc", fs::path(*copy).filename().string()}));
}

TEST_F(DiskConfigurationFilesTest, KeepsTheAttributesInBoth) {
  if (is_wine()) GTEST_SKIP() << "Wine's ReplaceFileW keeps no attributes.";
  directory.write("rc", "1");
  const std::wstring file = to_utf16(directory / "rc");
  ASSERT_NE(::SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_HIDDEN), 0);
  const auto copy = files.replace(read("rc"), Secret("2"));
  ASSERT_TRUE(copy) << copy.error().message;
  EXPECT_NE(::GetFileAttributesW(file.c_str()) & FILE_ATTRIBUTE_HIDDEN, 0U);
  EXPECT_NE(::GetFileAttributesW(to_utf16(*copy).c_str()) & FILE_ATTRIBUTE_HIDDEN, 0U);
}

TEST_F(DiskConfigurationFilesTest, LeavesAFileThatHasOtherNames) {
  directory.write("rc", "1");
  ASSERT_NE(::CreateHardLinkW(to_utf16(directory / "other").c_str(), to_utf16(directory / "rc").c_str(), nullptr), 0);
  const auto replaced = files.replace(read("rc"), Secret("2"));
  ASSERT_FALSE(replaced);
  EXPECT_THAT(replaced.error().message, HasSubstr("hard links"));
  EXPECT_EQ(directory.read("rc"), "1");
  EXPECT_EQ(directory.names().size(), 2U);
}

TEST_F(DiskConfigurationFilesTest, LeavesAFileThatMayNotBeWritten) {
  directory.write("rc", "1");
  const std::wstring file = to_utf16(directory / "rc");
  ASSERT_NE(::SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_READONLY), 0);
  const auto replaced = files.replace(read("rc"), Secret("2"));
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::kIo);
  EXPECT_EQ(directory.read("rc"), "1");
  EXPECT_EQ(directory.names().size(), 1U);
  ::SetFileAttributesW(file.c_str(), FILE_ATTRIBUTE_NORMAL);
}

}  // namespace
}  // namespace sallyport
