#include "presenters/check_progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using State = CheckProgress::State;
using std::chrono::milliseconds;

class CheckProgressTest : public ::testing::Test {
 protected:
  void begin(const std::string& url = "https://example.com/") {
    CheckSubject subject;
    subject.url = url;
    subject.settings.custom_proxy.enabled = true;
    subject.settings.custom_proxy.host = "proxy.example.com";
    subject.settings.custom_proxy.username = "alice";
    progress.begin(std::move(subject));
  }
  void pass(CheckStage stage) {
    progress.stage_began(stage);
    progress.stage_ended({stage, true, milliseconds(12), "It answers.", ""}, false);
  }
  void fail(CheckStage stage, bool typed_refused = false) {
    progress.stage_began(stage);
    progress.stage_ended({stage, false, milliseconds(1500), "It refuses.", "Store another."}, typed_refused);
    progress.ended(false);
  }

  CheckProgress progress;
};

TEST_F(CheckProgressTest, SaysWhatItIsForBeforeTheFirst) {
  EXPECT_EQ(progress.state(), State::kReady);
  EXPECT_THAT(progress.summary(), HasSubstr("saved or not"));
  EXPECT_THAT(progress.report("1"), IsEmpty());
}

TEST_F(CheckProgressTest, ShowsEachStageAsItComes) {
  begin();
  EXPECT_THAT(progress.lines(), IsEmpty());
  progress.stage_began(CheckStage::kConnect);
  ASSERT_THAT(progress.lines(), SizeIs(1));
  EXPECT_EQ(progress.lines()[0].state, State::kRunning);
  EXPECT_EQ(progress.lines()[0].name, "Connection");
  progress.stage_ended({CheckStage::kConnect, true, milliseconds(12), "It answers.", ""}, false);
  EXPECT_EQ(progress.lines()[0].state, State::kPassed);
  EXPECT_EQ(progress.lines()[0].result, "Passed, 12 ms");
  EXPECT_EQ(progress.lines()[0].detail, "It answers.");
  EXPECT_EQ(progress.state(), State::kRunning);
  progress.ended(true);
  EXPECT_EQ(progress.state(), State::kPassed);
}

TEST_F(CheckProgressTest, NamesEachStageByTheWordsOfTheField) {
  using enum CheckStage;
  begin();
  std::vector<std::string> names;
  for (const CheckStage stage : {kSettings, kDns, kConnect, kTlsToProxy, kProxyAuth, kTunnel, kTls, kHttp}) pass(stage);
  for (const auto& line : progress.lines()) names.push_back(line.name);
  EXPECT_THAT(names, ElementsAre("Route", "DNS lookup", "Connection", "TLS to the proxy", "Sign-in at the proxy",
                                 "Tunnel through the proxy", "Certificate of the site", "Answer of the site"));
}

TEST_F(CheckProgressTest, SaysWhichStageFailsAndWhatToDo) {
  begin();
  pass(CheckStage::kConnect);
  fail(CheckStage::kProxyAuth);
  EXPECT_EQ(progress.state(), State::kFailed);
  EXPECT_EQ(progress.summary(), "It fails at this stage: Sign-in at the proxy.");
  EXPECT_EQ(progress.lines().back().result, "Failed, 1.5 s");
  EXPECT_EQ(progress.lines().back().advice, "Store another.");
}

TEST_F(CheckProgressTest, AsksForAnotherPasswordWhereATypedOneWasRefused) {
  begin();
  fail(CheckStage::kProxyAuth, true);
  EXPECT_THAT(progress.lines().back().advice, AllOf(HasSubstr("Type the password anew"), HasSubstr("not sent again")));
  begin();
  fail(CheckStage::kTunnel, true);
  EXPECT_EQ(progress.lines().back().advice, "Store another.") << "the login was not what failed";
}

TEST_F(CheckProgressTest, StopsWhereItIs) {
  begin();
  pass(CheckStage::kSettings);
  progress.stage_began(CheckStage::kConnect);
  progress.stopped();
  EXPECT_EQ(progress.state(), State::kStopped);
  EXPECT_EQ(progress.lines()[0].state, State::kPassed);
  EXPECT_EQ(progress.lines()[1].state, State::kStopped);
  progress.ended(false);
  EXPECT_EQ(progress.state(), State::kStopped) << "what the thread says later is no news";
  begin();
  EXPECT_EQ(progress.state(), State::kRunning);
  EXPECT_THAT(progress.lines(), IsEmpty());
}

TEST_F(CheckProgressTest, PutsABadUrlAtItsField) {
  begin("ftp://example.com/");
  progress.failed({ErrorCode::kInvalidValue, "Only URLs of http and https."});
  EXPECT_EQ(progress.url_error(), "Only URLs of http and https.");
  EXPECT_EQ(progress.state(), State::kFailed);
  begin();
  EXPECT_THAT(progress.url_error(), IsEmpty());
  progress.failed({ErrorCode::kIo, "The desktop does not answer."});
  EXPECT_THAT(progress.url_error(), IsEmpty());
  EXPECT_EQ(progress.summary(), "The desktop does not answer.");
}

TEST_F(CheckProgressTest, ReportsAllThatATicketNeeds) {
  begin();
  pass(CheckStage::kConnect);
  fail(CheckStage::kProxyAuth);
  EXPECT_EQ(progress.report("0.1.0"),
            "Sallyport 0.1.0, check of the connection to https://example.com/\n"
            "Result: It fails at this stage: Sign-in at the proxy.\n"
            "Settings:\n"
            "  custom_proxy.enabled = true\n"
            "  custom_proxy.host = proxy.example.com\n"
            "  custom_proxy.username = alice\n"
            "Stages:\n"
            "  Connection: Passed, 12 ms\n"
            "    It answers.\n"
            "  Sign-in at the proxy: Failed, 1.5 s\n"
            "    It refuses.\n"
            "    What to do: Store another.\n");
}

TEST_F(CheckProgressTest, ReportsNoSecretOfTheUrl) {
  for (const char* url :
       {"https://bob:canary@example.com/path?token=canary#canary", "bob:canary@example.com/path?canary",
        "https://example.com/path#canary", "https://canary@example.com/path?a=canary@b"}) {
    begin(url);
    progress.ended(true);
    EXPECT_THAT(progress.report("1"), AllOf(HasSubstr("example.com/path"), Not(HasSubstr("canary")))) << url;
  }
}

TEST_F(CheckProgressTest, ReportsWhatIsNotSaved) {
  CheckSubject subject;
  subject.url = "https://example.com/";
  subject.system = "GNOME: no proxy";
  subject.unsaved = true;
  subject.typed_password = true;
  progress.begin(std::move(subject));
  EXPECT_THAT(progress.report("1"),
              AllOf(HasSubstr("Settings (not saved yet):\n  the defaults\n"),
                    HasSubstr("with a password that was typed"), HasSubstr("System proxy: GNOME: no proxy")));
}

}  // namespace
}  // namespace sallyport
