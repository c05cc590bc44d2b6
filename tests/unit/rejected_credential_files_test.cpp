#include "platform/rejected_credential_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/runtime_paths.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr std::chrono::sys_seconds kThen{std::chrono::seconds(1'700'000'000)};
constexpr std::chrono::sys_seconds kLater{std::chrono::seconds(1'700'000'001)};

class RejectedCredentialFilesTest : public ::testing::Test {
 protected:
  const CredentialKey alice{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};
  const CredentialKey bob{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "bob"};
  TemporaryDirectory directory;
  RuntimePaths paths{directory.path().string()};
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

TEST_F(RejectedCredentialFilesTest, KeepsTheLastMarksOfAKey) {
  rejected.mark(alice, kLater);
  rejected.mark(alice, kThen);  // refused late
  EXPECT_TRUE(rejected.contains(alice, kLater));
  EXPECT_TRUE(rejected.contains(alice, kThen));
  for (int i = 1; i <= 8; ++i) rejected.mark(alice, kLater + std::chrono::seconds(i));
  EXPECT_FALSE(rejected.contains(alice, kThen));
  for (int i = 1; i <= 8; ++i) EXPECT_TRUE(rejected.contains(alice, kLater + std::chrono::seconds(i)));
  EXPECT_THAT(directory.names("rejected"), SizeIs(1)) << "no temporary file stays";
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

TEST_F(RejectedCredentialFilesTest, LetsOneSupervisorTryAtATime) {
  RejectedCredentialFiles other(paths);
  auto attempt = rejected.begin_attempt(alice);
  ASSERT_NE(attempt, nullptr);
  EXPECT_EQ(other.begin_attempt(alice), nullptr);
  EXPECT_NE(other.begin_attempt(bob), nullptr);
  rejected.mark(alice, kThen);  // by who holds it
  EXPECT_TRUE(other.contains(alice, kThen));
  attempt.reset();
  EXPECT_NE(other.begin_attempt(alice), nullptr);
  EXPECT_THAT(directory.names("rejected"), SizeIs(1)) << "only the mark stays";
}

TEST_F(RejectedCredentialFilesTest, NamesNobodyInTheNamesOfFiles) {
  rejected.mark(alice, kThen);
  EXPECT_THAT(directory.names("rejected"), Each(Not(HasSubstr("alice"))));
}

TEST_F(RejectedCredentialFilesTest, DoesWithoutARuntimeDirectory) {
  RuntimePaths nowhere(failure(ErrorCode::kIo, "There is none."));
  RejectedCredentialFiles none(nowhere);
  EXPECT_TRUE(none.mark(alice, kThen));
  EXPECT_FALSE(none.contains(alice, kThen));
  const auto attempt = none.begin_attempt(alice);
  EXPECT_NE(attempt, nullptr);
  EXPECT_NE(none.begin_attempt(alice), nullptr) << "nobody waits for ever";
}

}  // namespace
}  // namespace sallyport
