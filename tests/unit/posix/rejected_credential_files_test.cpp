#include "platform/posix/rejected_credential_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "platform/linux/xdg_paths.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::SizeIs;

constexpr std::chrono::sys_seconds kThen{std::chrono::seconds(1'700'000'000)};
constexpr std::chrono::sys_seconds kLater{std::chrono::seconds(1'700'000'001)};

class RejectedCredentialFilesTest : public ::testing::Test {
 protected:
  const CredentialKey alice{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
  const CredentialKey bob{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "bob"};
  TemporaryDirectory directory;
  XdgPaths paths{Environment::from_block({"XDG_RUNTIME_DIR=" + directory.path().string()})};
  RejectedCredentialFiles rejected{paths};
};

TEST_F(RejectedCredentialFilesTest, KnowsExactlyWhatWasMarked) {
  EXPECT_FALSE(rejected.contains(alice, kThen));
  rejected.mark(alice, kThen);
  EXPECT_TRUE(rejected.contains(alice, kThen));
  EXPECT_FALSE(rejected.contains(alice, kLater)) << "stored anew";
  EXPECT_FALSE(rejected.contains(bob, kThen));
  CredentialKey https = alice;
  https.proxy.protocol = ProxyProtocol::kHttps;
  EXPECT_FALSE(rejected.contains(https, kThen));
}

TEST_F(RejectedCredentialFilesTest, KeepsTheLastMarkOfAKey) {
  rejected.mark(alice, kThen);
  rejected.mark(alice, kLater);
  EXPECT_TRUE(rejected.contains(alice, kLater));
  EXPECT_FALSE(rejected.contains(alice, kThen));
  EXPECT_THAT(directory.names("sallyport/rejected"), SizeIs(1)) << "no temporary file stays";
}

TEST_F(RejectedCredentialFilesTest, SaysOfEachItemOnceThatItIsNews) {
  RejectedCredentialFiles other(paths);
  EXPECT_TRUE(rejected.mark(alice, kThen));
  EXPECT_FALSE(rejected.mark(alice, kThen));
  EXPECT_FALSE(other.mark(alice, kThen));
  EXPECT_TRUE(other.mark(bob, kThen));
  EXPECT_TRUE(other.mark(alice, kLater));
}

TEST_F(RejectedCredentialFilesTest, TellsOtherSupervisorsOfTheUser) {
  rejected.mark(alice, kThen);
  RejectedCredentialFiles other(paths);
  EXPECT_TRUE(other.contains(alice, kThen));
}

TEST_F(RejectedCredentialFilesTest, LetsNobodyElseRead) {
  const mode_t before = ::umask(0);
  rejected.mark(alice, kThen);
  ::umask(before);
  struct stat folder {};
  struct stat file {};
  ASSERT_EQ(::stat((directory / "sallyport/rejected").c_str(), &folder), 0);
  const std::string name = *directory.names("sallyport/rejected").begin();
  ASSERT_EQ(::stat((directory / ("sallyport/rejected/" + name)).c_str(), &file), 0);
  EXPECT_EQ(folder.st_mode & 07777, 0700U);
  EXPECT_EQ(file.st_mode & 07777, 0600U);
  EXPECT_EQ(name.find("alice"), std::string::npos);
}

TEST_F(RejectedCredentialFilesTest, DoesWithoutARuntimeDirectory) {
  XdgPaths nowhere(Environment::from_block({"XDG_RUNTIME_DIR=/proc/nonexistent"}));
  RejectedCredentialFiles none(nowhere);
  EXPECT_TRUE(none.mark(alice, kThen));
  EXPECT_FALSE(none.contains(alice, kThen));
}

}  // namespace
}  // namespace sallyport
