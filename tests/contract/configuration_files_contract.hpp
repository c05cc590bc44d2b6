#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sallyport/ports/configuration_files.hpp"
#include "support/fake_configuration_files.hpp"

namespace sallyport {

class InMemory {
 public:
  static constexpr bool kHasModes = true;
  ConfigurationFiles& files() { return files_; }
  static std::string path(const std::string& name) { return "/fake/" + name; }
  void write(const std::string& name, const std::string& text) { files_.files[path(name)].text = text; }
  std::string text(const std::string& full_path) { return files_.files.at(full_path).text; }
  bool link(const std::string& name, const std::string& to) {
    files_.links[path(name)] = path(to);
    return true;
  }
  void make_folder(const std::string& name) { files_.folders[path(name)] = {"", 0755}; }
  void make_unreadable(const std::string& name) {
    files_.unreadable[path(name)] = {ErrorCode::kIo, path(name) + " cannot be read."};
  }

 private:
  FakeConfigurationFiles files_;
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

TYPED_TEST_SUITE_P(ConfigurationFilesContract);

TYPED_TEST_P(ConfigurationFilesContract, ReadsAFileOfThisUser) {
  this->kind.write("rc", "a\r\nb");
  const auto file = this->read("rc");
  EXPECT_EQ(file.text.reveal(), "a\r\nb");
  EXPECT_EQ(file.path, this->kind.path("rc"));
  EXPECT_FALSE(file.is_link());
  EXPECT_EQ(file.owner, "");
  if (TypeParam::kHasModes) {
    EXPECT_EQ(file.mode, 0644U);
  }
  const auto none = this->kind.files().read(this->kind.path("none"));
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

TYPED_TEST_P(ConfigurationFilesContract, FollowsLinks) {
  this->kind.write("target", "a");
  if (!this->kind.link("rc", "target")) GTEST_SKIP() << "this system lets this user make no links";
  const auto file = this->read("rc");
  EXPECT_TRUE(file.is_link());
  EXPECT_EQ(std::filesystem::path(file.target).filename(), "target");
  const auto backup = this->kind.files().replace(file, Secret("b"));
  ASSERT_TRUE(backup) << backup.error().message;
  EXPECT_EQ(this->kind.text(file.target), "b");
  EXPECT_TRUE(this->read("rc").is_link());
  EXPECT_THAT(*backup, ::testing::StartsWith(file.target + ".sallyport-backup-"));
}

TYPED_TEST_P(ConfigurationFilesContract, RefusesWhatCannotBeReadOrIsTooLarge) {
  this->kind.make_unreadable("rc");
  this->kind.write("large", std::string(ConfigurationFiles::kMaximumSize + 1, 'x'));
  for (const char* name : {"rc", "large"}) {
    const auto file = this->kind.files().read(this->kind.path(name));
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::kIo);
    EXPECT_THAT(file.error().message, ::testing::HasSubstr(this->kind.path(name)));
  }
}

TYPED_TEST_P(ConfigurationFilesContract, ListsByEnding) {
  for (const char* name : {"d/b.conf", "d/a.conf", "d/c.txt"}) this->kind.write(name, "");
  std::vector<std::filesystem::path> listed;
  for (const std::string& path : this->kind.files().list(this->kind.path("d"), ".conf")) listed.emplace_back(path);
  EXPECT_THAT(listed, ::testing::ElementsAre(this->kind.path("d/a.conf"), this->kind.path("d/b.conf")));
  EXPECT_EQ(this->kind.files().list(this->kind.path("d"), "").size(), 3U);
  EXPECT_THAT(this->kind.files().list(this->kind.path("none"), ""), ::testing::IsEmpty());
}

TYPED_TEST_P(ConfigurationFilesContract, ReplacesWithACopyThatIsNeverOverwritten) {
  this->kind.write("rc", "1");
  const auto first = this->kind.files().replace(this->read("rc"), Secret("2"));
  const auto second = this->kind.files().replace(this->read("rc"), Secret("3"));
  ASSERT_TRUE(first && second);
  EXPECT_NE(*first, *second);
  EXPECT_EQ(this->kind.text(*first), "1");
  EXPECT_EQ(this->kind.text(*second), "2");
  EXPECT_EQ(this->kind.text(this->kind.path("rc")), "3");
}

TYPED_TEST_P(ConfigurationFilesContract, RefusesAFileThatChangedMeanwhile) {
  this->kind.write("rc", "1");
  const auto seen = this->read("rc");
  this->kind.write("rc", "mine");
  const auto replaced = this->kind.files().replace(seen, Secret("2"));
  ASSERT_FALSE(replaced);
  EXPECT_EQ(replaced.error().code, ErrorCode::kIo);
  EXPECT_THAT(replaced.error().message, ::testing::HasSubstr("changed since"));
  EXPECT_EQ(this->kind.text(this->kind.path("rc")), "mine");
}

TYPED_TEST_P(ConfigurationFilesContract, ClosesFoldersToOthers) {
  if (!TypeParam::kHasModes) GTEST_SKIP() << "who may enter a folder stands in an access list here";
  EXPECT_FALSE(this->kind.files().folder(this->kind.path("k")));
  EXPECT_FALSE(this->kind.files().make_private(this->kind.path("k")));
  this->kind.make_folder("k");
  EXPECT_EQ(this->kind.files().folder(this->kind.path("k"))->mode, 0755U);
  ASSERT_TRUE(this->kind.files().make_private(this->kind.path("k")));
  EXPECT_EQ(this->kind.files().folder(this->kind.path("k"))->mode, 0700U);
  EXPECT_EQ(this->kind.files().folder(this->kind.path("k"))->owner, "");
}

REGISTER_TYPED_TEST_SUITE_P(ConfigurationFilesContract, ReadsAFileOfThisUser, FollowsLinks,
                            RefusesWhatCannotBeReadOrIsTooLarge, ListsByEnding, ReplacesWithACopyThatIsNeverOverwritten,
                            RefusesAFileThatChangedMeanwhile, ClosesFoldersToOthers);

}  // namespace sallyport
