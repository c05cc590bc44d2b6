#include "app/supervisor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_supervisor_host.hpp"

namespace sallyport {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Verb = ControlRequest::Verb;
using std::chrono::milliseconds;
using std::chrono::seconds;

class SupervisorTest : public testing::Test {
 protected:
  static constexpr ProcessId kFirst = 1000;
  static constexpr ProcessId kSecond = 1001;

  explicit SupervisorTest(std::string client_id = "postman") : supervisor_(identity(std::move(client_id)), host_) {
    EXPECT_TRUE(supervisor_.launch(prepared("/opt/postman")).has_value());
    pass(seconds(60));
  }

  static SupervisorStatus identity(std::string client_id) {
    SupervisorStatus status;
    status.supervisor_pid = 7;
    status.client_id = std::move(client_id);
    return status;
  }
  static PreparedLaunch prepared(const std::string& program) {
    PreparedLaunch launch;
    launch.name = "Postman";
    launch.process.program = program;
    launch.process.environment.set("http_proxy", "http://al:pw@proxy:1");
    EnvironmentChange change;
    change.name = "http_proxy";
    change.secret_value = Secret("http://al:pw@proxy:1");
    launch.plan.changes.push_back(std::move(change));
    return launch;
  }

  /// Lets time go by, with every timer that becomes due.
  void pass(milliseconds time) {
    const auto end = host_.time + time;
    while (host_.timer && *host_.timer <= end) {
      host_.time = std::max(host_.time, *host_.timer);
      host_.timer.reset();
      supervisor_.timer();
    }
    host_.time = end;
  }
  void ask(RequestId id, Verb verb, std::optional<seconds> force_after = std::nullopt) {
    supervisor_.request(id, {verb, force_after});
  }
  /// A restart that has been prepared and has asked the client to quit.
  void begin_restart(RequestId id, std::optional<seconds> force_after = std::nullopt) {
    ask(id, Verb::kRestart, force_after);
    supervisor_.prepared(prepared("/opt/postman"));
  }
  [[nodiscard]] ErrorCode error_of(RequestId id) const {
    const auto found = host_.answers.find(id);
    if (found == host_.answers.end() || found->second) return ErrorCode::kFailed;
    return found->second.error().code;
  }
  [[nodiscard]] std::string message_of(RequestId id) const {
    const auto found = host_.answers.find(id);
    if (found == host_.answers.end()) return "no answer";
    if (!found->second) return found->second.error().message;
    const auto* outcome = std::get_if<RestartOutcome>(&*found->second);
    return outcome == nullptr ? "done" : outcome->message;
  }
  [[nodiscard]] const RestartOutcome* outcome_of(RequestId id) const {
    const auto found = host_.answers.find(id);
    return found == host_.answers.end() || !found->second ? nullptr : std::get_if<RestartOutcome>(&*found->second);
  }
  [[nodiscard]] bool is_answered(RequestId id) const { return host_.answers.contains(id); }

  FakeSupervisorHost host_;
  Supervisor supervisor_;
};

class SupervisorOfARun : public SupervisorTest {
 protected:
  SupervisorOfARun() : SupervisorTest("") {}
};

TEST_F(SupervisorTest, DescribesWhatItStarted) {
  EXPECT_EQ(supervisor_.status().pid, kFirst);
  EXPECT_EQ(supervisor_.status().name, "Postman");
  EXPECT_EQ(supervisor_.status().program, "/opt/postman");
  EXPECT_EQ(supervisor_.status().environment, EnvironmentState::kCurrent);
}

TEST_F(SupervisorTest, KeepsNoPassword) {
  EXPECT_THAT(supervisor_.launched()->process.environment.variables(), IsEmpty());
  EXPECT_FALSE(supervisor_.launched()->plan.changes.front().secret_value.has_value());
}

TEST_F(SupervisorTest, PassesTheExitCodeOnAndFinishes) {
  supervisor_.client_ended(3, false);
  EXPECT_THAT(host_.codes, ElementsAre(3));
  EXPECT_TRUE(host_.finished);
}

TEST_F(SupervisorTest, StaysForWhatAWrapperLeavesBehind) {
  supervisor_.client_ended(0, true);
  EXPECT_THAT(host_.codes, ElementsAre(0));
  EXPECT_FALSE(host_.finished);
  EXPECT_EQ(supervisor_.status().pid, 0);
  supervisor_.descendants_ended();
  EXPECT_TRUE(host_.finished);
}

TEST_F(SupervisorTest, StartsAgainAndVerifies) {
  begin_restart(1);
  EXPECT_THAT(host_.asked, ElementsAre(kFirst));
  supervisor_.client_ended(143, false);
  EXPECT_EQ(supervisor_.status().pid, kSecond);
  supervisor_.older_instance_found(std::nullopt);
  EXPECT_FALSE(is_answered(1)) << "it may still end at once";
  pass(Supervisor::kSettleTime);
  ASSERT_NE(outcome_of(1), nullptr);
  EXPECT_EQ(outcome_of(1)->pid, kSecond);
  EXPECT_EQ(outcome_of(1)->environment, EnvironmentState::kCurrent);
  EXPECT_FALSE(outcome_of(1)->handed_over);
  EXPECT_THAT(host_.codes, IsEmpty()) << "the shell goes on waiting for the new process";
  supervisor_.client_ended(5, false);
  EXPECT_THAT(host_.codes, ElementsAre(5));
}

TEST_F(SupervisorTest, SaysThatAnUnreadableEnvironmentIsNotVerified) {
  host_.verified = EnvironmentState::kUnknown;
  begin_restart(1);
  supervisor_.client_ended(0, false);
  supervisor_.older_instance_found(std::nullopt);
  pass(Supervisor::kSettleTime);
  EXPECT_EQ(outcome_of(1)->environment, EnvironmentState::kUnknown);
  EXPECT_THAT(message_of(1), HasSubstr("not verified"));
}

TEST_F(SupervisorTest, LeavesTheClientAloneWhenTheNewLaunchCannotBePrepared) {
  ask(1, Verb::kRestart);
  EXPECT_EQ(host_.preparations, 1);
  supervisor_.prepared(failure(ErrorCode::kCredentialNotStored, "No password is stored."));
  EXPECT_EQ(error_of(1), ErrorCode::kCredentialNotStored);
  EXPECT_THAT(host_.asked, IsEmpty());
  EXPECT_EQ(supervisor_.status().pid, kFirst);
}

TEST_F(SupervisorTest, LeavesAClientThatDoesNotQuit) {
  begin_restart(1);
  pass(Supervisor::kQuitTime - milliseconds(1));
  EXPECT_FALSE(is_answered(1));
  pass(milliseconds(1));
  EXPECT_EQ(error_of(1), ErrorCode::kDidNotQuit);
  EXPECT_EQ(host_.forced, 0);
  EXPECT_EQ(supervisor_.status().pid, kFirst);
  supervisor_.client_ended(0, false);
  EXPECT_THAT(host_.codes, ElementsAre(0)) << "it quits later, and is not started again";
}

TEST_F(SupervisorTest, SaysWhyAClientCannotBeAskedToQuit) {
  const auto why = [this](RequestId id, QuitAsking became) {
    host_.asking = became;
    ask(id, Verb::kStop);
    pass(Supervisor::kQuitTime);
    EXPECT_EQ(error_of(id), ErrorCode::kDidNotQuit);
    return message_of(id);
  };
  EXPECT_THAT(why(1, QuitAsking::kSharesTerminal), HasSubstr("a terminal that other programs share"));
  EXPECT_THAT(why(2, QuitAsking::kNothingToAsk), HasSubstr("it shows no window"));
  EXPECT_THAT(why(3, QuitAsking::kAsked), HasSubstr("did not quit within 10 seconds"));
}

TEST_F(SupervisorTest, EndsTheTreeByForceOnlyWhenAsked) {
  begin_restart(1, seconds(3));
  pass(seconds(3) - milliseconds(1));
  EXPECT_EQ(host_.forced, 0);
  pass(milliseconds(1));
  EXPECT_EQ(host_.forced, 1);
  supervisor_.client_ended(137, true);
  pass(milliseconds(100));
  EXPECT_EQ(host_.forced, 2) << "a process that was started meanwhile";
  supervisor_.descendants_ended();
  EXPECT_EQ(supervisor_.status().pid, kSecond);
}

TEST_F(SupervisorTest, ForcesDescendantsThatOutliveTheMainProcess) {
  begin_restart(1, seconds(5));
  supervisor_.client_ended(143, true);
  pass(seconds(4));
  EXPECT_EQ(host_.forced, 0);
  pass(seconds(1));
  EXPECT_EQ(host_.forced, 1);
}

TEST_F(SupervisorTest, GivesUpOnProcessesThatNothingEnds) {
  ask(1, Verb::kStop, seconds(0));
  pass(Supervisor::kForceTime + milliseconds(100));
  EXPECT_EQ(error_of(1), ErrorCode::kDidNotQuit);
  EXPECT_THAT(message_of(1), HasSubstr("not even by force"));
  EXPECT_GT(host_.forced, 10);
}

TEST_F(SupervisorTest, StartsAgainBesideDescendantsThatStay) {
  begin_restart(1);
  supervisor_.client_ended(143, true);
  pass(Supervisor::kFollowTime - milliseconds(1));
  EXPECT_EQ(supervisor_.status().pid, 0);
  pass(milliseconds(1));
  EXPECT_EQ(supervisor_.status().pid, kSecond);
}

TEST_F(SupervisorTest, AsksWhatAWrapperLeftBehind) {
  supervisor_.client_ended(0, true);
  begin_restart(1);
  EXPECT_THAT(host_.asked, ElementsAre(0));
  supervisor_.descendants_ended();
  EXPECT_EQ(supervisor_.status().pid, kSecond);
}

TEST_F(SupervisorTest, DoesNotStartBesideALeftBehindProcessThatStays) {
  supervisor_.client_ended(0, true);
  begin_restart(1);
  pass(Supervisor::kQuitTime);
  EXPECT_EQ(error_of(1), ErrorCode::kDidNotQuit);
  EXPECT_EQ(supervisor_.status().pid, 0);
  EXPECT_FALSE(host_.finished);
}

TEST_F(SupervisorTest, TellsWaiterAndRequesterThatItCannotBeStartedAgain) {
  ask(1, Verb::kRestart);
  host_.launcher.refusals["/gone"] = ErrorCode::kCommandNotFound;
  supervisor_.prepared(prepared("/gone"));
  supervisor_.client_ended(143, false);
  EXPECT_EQ(error_of(1), ErrorCode::kCommandNotFound);
  EXPECT_THAT(message_of(1), HasSubstr("has quit and was not started again"));
  ASSERT_EQ(host_.failures.size(), 1U);
  EXPECT_THAT(host_.codes, IsEmpty());
  EXPECT_TRUE(host_.finished);
}

TEST_F(SupervisorTest, RestartsAClientThatQuitsWhileItIsPrepared) {
  ask(1, Verb::kRestart);
  supervisor_.client_ended(0, false);
  EXPECT_THAT(host_.codes, IsEmpty());
  supervisor_.prepared(prepared("/opt/postman"));
  EXPECT_EQ(supervisor_.status().pid, kSecond);
}

TEST_F(SupervisorTest, PassesTheCodeOnWhenTheClientQuitsAndThePreparationFails) {
  ask(1, Verb::kRestart);
  supervisor_.client_ended(4, false);
  supervisor_.prepared(failure(ErrorCode::kKeychainLocked, "Locked."));
  EXPECT_THAT(host_.codes, ElementsAre(4));
  EXPECT_TRUE(host_.finished);
}

TEST_F(SupervisorTest, SaysThatWorkWasHandedOver) {
  begin_restart(1);
  supervisor_.client_ended(143, false);
  supervisor_.older_instance_found(99);
  pass(seconds(2));
  EXPECT_FALSE(is_answered(1));
  supervisor_.client_ended(0, false);
  ASSERT_NE(outcome_of(1), nullptr);
  EXPECT_TRUE(outcome_of(1)->handed_over);
  EXPECT_EQ(outcome_of(1)->pid, 99);
  EXPECT_THAT(message_of(1), HasSubstr("99"));
  EXPECT_THAT(host_.codes, ElementsAre(0));
}

TEST_F(SupervisorTest, DoesNotTakeALaterEndForAHandOver) {
  begin_restart(1);
  supervisor_.client_ended(143, false);
  supervisor_.older_instance_found(99);
  pass(Supervisor::kHandOverTime);
  ASSERT_NE(outcome_of(1), nullptr);
  EXPECT_FALSE(outcome_of(1)->handed_over);
  EXPECT_EQ(outcome_of(1)->pid, kSecond);
}

TEST_F(SupervisorTest, WaitsForTheSearchBeforeItJudgesAnEarlyEnd) {
  begin_restart(1);
  supervisor_.client_ended(143, false);
  supervisor_.client_ended(0, false);
  pass(seconds(1));
  EXPECT_FALSE(is_answered(1));
  supervisor_.older_instance_found(99);
  EXPECT_TRUE(outcome_of(1)->handed_over);
}

TEST_F(SupervisorTest, ReportsARestartedClientThatFailsAtOnce) {
  begin_restart(1);
  supervisor_.client_ended(143, false);
  supervisor_.older_instance_found(std::nullopt);
  supervisor_.client_ended(2, false);
  EXPECT_THAT(message_of(1), HasSubstr("ended at once with exit code 2"));
  EXPECT_FALSE(host_.answers.at(1).has_value());
  EXPECT_THAT(host_.codes, ElementsAre(2));
}

TEST_F(SupervisorTest, WarnsTheShellWhenALaunchIsHandedOver) {
  begin_restart(1);
  supervisor_.client_ended(143, false);
  supervisor_.older_instance_found(std::nullopt);
  pass(seconds(1));
  supervisor_.client_ended(0, false);
  EXPECT_THAT(host_.codes, IsEmpty()) << "first it is asked who might have taken over";
  supervisor_.older_instance_found(99);
  ASSERT_EQ(host_.warnings.size(), 1U);
  EXPECT_THAT(host_.warnings.front(), HasSubstr("process 99"));
  EXPECT_THAT(host_.codes, ElementsAre(0));
}

TEST_F(SupervisorOfARun, NeverSearchesForAnotherInstance) {
  ASSERT_TRUE(supervisor_.launch(prepared("/bin/true")).has_value());
  supervisor_.client_ended(0, false);
  EXPECT_EQ(host_.searches, 0);
  EXPECT_THAT(host_.codes, ElementsAre(0));
}

TEST_F(SupervisorTest, StopsTheClient) {
  ask(1, Verb::kStop);
  EXPECT_THAT(host_.asked, ElementsAre(kFirst));
  EXPECT_FALSE(is_answered(1));
  supervisor_.client_ended(143, false);
  EXPECT_EQ(message_of(1), "done");
  EXPECT_THAT(host_.codes, ElementsAre(143));
  EXPECT_TRUE(host_.finished);
}

TEST_F(SupervisorTest, IsNotStoppedWhileDescendantsRun) {
  ask(1, Verb::kStop);
  supervisor_.client_ended(143, true);
  EXPECT_THAT(host_.codes, ElementsAre(143)) << "the shell need not wait";
  EXPECT_FALSE(is_answered(1));
  pass(Supervisor::kQuitTime);
  EXPECT_EQ(error_of(1), ErrorCode::kDidNotQuit);
  EXPECT_THAT(message_of(1), HasSubstr("Processes that Postman started"));
}

TEST_F(SupervisorTest, RefusesARestartDuringAnother) {
  begin_restart(1);
  ask(2, Verb::kRestart);
  EXPECT_EQ(error_of(2), ErrorCode::kFailed);
  EXPECT_THAT(message_of(2), HasSubstr("already being restarted"));
  supervisor_.client_ended(143, false);
  supervisor_.older_instance_found(std::nullopt);
  pass(Supervisor::kSettleTime);
  EXPECT_NE(outcome_of(1), nullptr);
}

TEST_F(SupervisorTest, RefusesARestartWhileItStops) {
  ask(1, Verb::kStop);
  ask(2, Verb::kRestart);
  EXPECT_THAT(message_of(2), HasSubstr("already being stopped"));
  EXPECT_EQ(host_.preparations, 0);
}

TEST_F(SupervisorTest, LetsAStopTakeOverFromARestart) {
  ask(1, Verb::kRestart);
  ask(2, Verb::kStop);
  EXPECT_EQ(error_of(1), ErrorCode::kCancelled);
  EXPECT_EQ(host_.cancelled_preparations, 1);
  supervisor_.prepared(prepared("/opt/postman"));
  supervisor_.client_ended(143, false);
  EXPECT_EQ(message_of(2), "done");
  EXPECT_EQ(host_.launcher.started.size(), 1U);
  EXPECT_TRUE(host_.finished);
}

TEST_F(SupervisorTest, ForcesWhenASecondStopSaysSo) {
  ask(1, Verb::kStop);
  pass(seconds(5));
  ask(2, Verb::kStop, seconds(0));
  EXPECT_EQ(error_of(1), ErrorCode::kCancelled);
  pass(milliseconds(0));
  EXPECT_EQ(host_.forced, 1);
}

TEST_F(SupervisorTest, StartsAClientAgainThatItAskedToQuitThoughTheSenderWentAway) {
  begin_restart(1);
  supervisor_.request_dropped(1);
  supervisor_.client_ended(143, false);
  EXPECT_EQ(supervisor_.status().pid, kSecond);
  EXPECT_THAT(host_.codes, IsEmpty());
  supervisor_.older_instance_found(std::nullopt);
  pass(Supervisor::kSettleTime);
  supervisor_.client_ended(5, false);
  EXPECT_THAT(host_.codes, ElementsAre(5)) << "the restart is over";
}

TEST_F(SupervisorTest, ForcesNoClientWhoseRestartNobodyWatches) {
  begin_restart(1, seconds(2));
  supervisor_.request_dropped(1);
  pass(seconds(2));
  EXPECT_EQ(host_.forced, 0);
  supervisor_.client_ended(143, false);
  EXPECT_THAT(host_.codes, ElementsAre(143)) << "it quit after its time: its user may have wanted that";
}

TEST_F(SupervisorTest, GoesOnWithARestartThatNobodyWatchesWhenTheNextIsNotPrepared) {
  begin_restart(1);
  supervisor_.request_dropped(1);
  ask(2, Verb::kRestart);
  supervisor_.prepared(failure(ErrorCode::kKeychainLocked, "The keychain is locked."));
  EXPECT_EQ(error_of(2), ErrorCode::kKeychainLocked);
  ask(3, Verb::kRestart);
  supervisor_.client_ended(143, false);
  supervisor_.request_dropped(3);
  EXPECT_EQ(supervisor_.status().pid, kSecond);
  EXPECT_THAT(host_.codes, IsEmpty());
}

TEST_F(SupervisorTest, WaitsNoLongerThanBeforeAfterARestartThatWasNotPrepared) {
  begin_restart(1);
  supervisor_.request_dropped(1);
  pass(seconds(4));
  ask(2, Verb::kRestart);
  supervisor_.prepared(failure(ErrorCode::kKeychainLocked, "The keychain is locked."));
  pass(Supervisor::kQuitTime - seconds(4));
  supervisor_.client_ended(143, false);
  EXPECT_THAT(host_.codes, ElementsAre(143)) << "it quit after its time";
}

TEST_F(SupervisorTest, LetsTheNextRestartTakeOverFromOneThatNobodyWatches) {
  begin_restart(1);
  supervisor_.request_dropped(1);
  begin_restart(2);
  supervisor_.client_ended(143, false);
  EXPECT_EQ(supervisor_.status().pid, kSecond);
  supervisor_.older_instance_found(std::nullopt);
  pass(Supervisor::kSettleTime);
  EXPECT_NE(outcome_of(2), nullptr);
  EXPECT_EQ(host_.launcher.started.size(), 2U);
}

TEST_F(SupervisorTest, CancelsThePreparationOfASenderWhoWentAway) {
  ask(1, Verb::kRestart);
  supervisor_.request_dropped(1);
  EXPECT_EQ(host_.cancelled_preparations, 1);
  supervisor_.prepared(prepared("/opt/postman"));
  EXPECT_THAT(host_.asked, IsEmpty());
}

TEST_F(SupervisorTest, IgnoresTheEndOfAnotherConnection) {
  begin_restart(1);
  supervisor_.request_dropped(2);
  supervisor_.client_ended(143, false);
  EXPECT_EQ(supervisor_.status().pid, kSecond);
}

TEST_F(SupervisorTest, AnswersAReload) {
  ask(1, Verb::kReload);
  EXPECT_EQ(message_of(1), "done");
  EXPECT_EQ(supervisor_.status().pid, kFirst);
}

TEST(SupervisorLaunch, LeavesNothingBehindWhenTheFirstStartFails) {
  FakeSupervisorHost host;
  host.launcher.refusals["/gone"] = ErrorCode::kCommandNotExecutable;
  Supervisor supervisor({}, host);
  PreparedLaunch launch;
  launch.process.program = "/gone";
  const auto launched = supervisor.launch(std::move(launch));
  ASSERT_FALSE(launched.has_value());
  EXPECT_EQ(launched.error().code, ErrorCode::kCommandNotExecutable);
  EXPECT_EQ(supervisor.status().pid, 0);
}

/// A client that was started behind the relay.
class SupervisorWithRelay : public SupervisorTest {
 protected:
  SupervisorWithRelay() {
    begin_restart(1);
    quit();
    start_behind_relay(2, "first");
  }

  static PreparedLaunch relayed(const std::string& proxy) {
    PreparedLaunch launch = prepared("/opt/postman");
    launch.plan.delivery = Delivery::kRelay;
    launch.plan.changes.front() = {};
    launch.plan.changes.front().name = "http_proxy";
    launch.plan.changes.front().value = "http://127.0.0.1:PORT";
    launch.plan.changes.front().names_relay = true;
    launch.plan.arguments = {"--proxy-server=http://127.0.0.1:PORT"};
    launch.process.arguments = {"--proxy-server=http://127.0.0.1:PORT", "http://127.0.0.1:PORT"};
    launch.relay = rules(proxy);
    return launch;
  }
  static RelayRules rules(const std::string& proxy) {
    RelayRules rules;
    rules.settings.custom_proxy.host = proxy;
    return rules;
  }
  void quit() {
    supervisor_.client_ended(143, false);
    supervisor_.older_instance_found(std::nullopt);
    pass(seconds(60));
  }
  void start_behind_relay(RequestId id, const std::string& proxy) {
    ask(id, Verb::kRestart);
    supervisor_.prepared(relayed(proxy));
    quit();
  }
  [[nodiscard]] std::string relays_proxy() const {
    return host_.relay ? host_.relay->settings.custom_proxy.host : "(closed)";
  }
};

TEST_F(SupervisorWithRelay, NamesItsPortToTheClientOnly) {
  const ProcessSpec& started = host_.launcher.started.back();
  EXPECT_EQ(*started.environment.find("http_proxy"), "http://127.0.0.1:41000");
  EXPECT_THAT(started.arguments, ElementsAre("--proxy-server=http://127.0.0.1:41000", "http://127.0.0.1:PORT"));
  EXPECT_EQ(supervisor_.status().relay_port, 41000);
  EXPECT_EQ(supervisor_.status().delivery, Delivery::kRelay);
}

TEST_F(SupervisorWithRelay, KeepsTheRelayOverARestartWithTheNewRules) {
  start_behind_relay(3, "second");
  EXPECT_EQ(relays_proxy(), "second");
  EXPECT_EQ(host_.opened_relays, 1);
}

TEST_F(SupervisorWithRelay, ClosesItWhenARestartNeedsNone) {
  begin_restart(3);
  quit();
  EXPECT_EQ(relays_proxy(), "(closed)");
  EXPECT_EQ(supervisor_.status().relay_port, 0);
  start_behind_relay(4, "again");
  EXPECT_EQ(relays_proxy(), "again");
  EXPECT_EQ(host_.opened_relays, 2);
}

TEST_F(SupervisorWithRelay, ClosesItWithTheLastDescendant) {
  supervisor_.client_ended(0, true);
  EXPECT_EQ(relays_proxy(), "first") << "what the client left behind still goes through it";
  supervisor_.descendants_ended();
  EXPECT_EQ(relays_proxy(), "(closed)");
  EXPECT_TRUE(host_.finished);
}

TEST_F(SupervisorWithRelay, TakesNewRulesWhenItIsReloaded) {
  ask(9, Verb::kReload);
  EXPECT_THAT(host_.reloads, ElementsAre(9));
  EXPECT_FALSE(is_answered(9)) << "who reloads is answered when new requests go by the new rules";
  supervisor_.rules_gathered(9, rules("second"));
  EXPECT_EQ(relays_proxy(), "second");
  EXPECT_TRUE(is_answered(9));
}

TEST_F(SupervisorWithRelay, KeepsItsRulesWhenTheNewOnesCannotBeRead) {
  ask(9, Verb::kReload);
  supervisor_.rules_gathered(9, failure(ErrorCode::kInvalidSettings, "The settings are broken."));
  EXPECT_EQ(relays_proxy(), "first");
  EXPECT_EQ(error_of(9), ErrorCode::kInvalidSettings);
}

TEST_F(SupervisorWithRelay, GivesOnToTheRelayOnlyWhatChanged) {
  supervisor_.rules_gathered(std::nullopt, rules("second"));
  EXPECT_EQ(relays_proxy(), "second");
  host_.relay = rules("untouched");
  supervisor_.rules_gathered(std::nullopt, rules("second"));
  EXPECT_EQ(relays_proxy(), "untouched");
  supervisor_.rules_gathered(8, rules("second"));
  EXPECT_EQ(relays_proxy(), "second") << "a password may have changed";
}

TEST_F(SupervisorWithRelay, IsNotStartedWithoutTheRelay) {
  host_.relay.reset();
  host_.relay_error = Error{ErrorCode::kIo, "No port is free."};
  const std::size_t before = host_.launcher.started.size();
  start_behind_relay(5, "second");
  EXPECT_EQ(host_.launcher.started.size(), before);
  EXPECT_THAT(message_of(5), HasSubstr("No port is free."));
}

TEST_F(SupervisorWithRelay, OpensTheWindowAtThePasswordThatAProxyRefused) {
  PasswordNeeded needed{{{ProxyProtocol::kHttp, "proxy.test", 8080}, "alice"}, std::chrono::sys_seconds(), "Do this."};
  supervisor_.password_needed(needed);
  ASSERT_THAT(host_.requests, SizeIs(1));
  EXPECT_EQ(host_.requests[0].focus, "system_proxy.password");
  EXPECT_THAT(host_.requests[0].message,
              HasSubstr("The proxy proxy.test:8080 refused the user name or the password of alice."));
  EXPECT_THAT(host_.explanations, ElementsAre("Do this."));
  RelayRules custom = rules("second");
  custom.settings.custom_proxy.enabled = true;
  supervisor_.rules_gathered(std::nullopt, std::move(custom));
  needed.refused = std::chrono::sys_seconds(std::chrono::seconds(1));
  supervisor_.password_needed(needed);
  ASSERT_THAT(host_.requests, SizeIs(2));
  EXPECT_EQ(host_.requests[1].focus, "custom_proxy.password");
}

TEST_F(SupervisorWithRelay, AsksOnceForAPasswordThatIsNotStored) {
  const PasswordNeeded needed{{{ProxyProtocol::kHttp, "proxy.test", 8080}, "alice"}, std::nullopt, "Do this."};
  supervisor_.password_needed(needed);
  supervisor_.password_needed(needed);
  ASSERT_THAT(host_.requests, SizeIs(1));
  EXPECT_EQ(host_.requests[0].message, "No password is stored for alice at proxy.test:8080: enter it, and save.");
  // What was saved since does not hold it either.
  supervisor_.rules_gathered(9, rules("first"));
  supervisor_.password_needed(needed);
  EXPECT_THAT(host_.requests, SizeIs(2));
}

TEST_F(SupervisorWithRelay, NamesTheCommandWhereTheWindowHasNoPlaceForThePassword) {
  RelayRules automatic = rules("");
  automatic.system.mode = SystemProxyConfiguration::Mode::kAutomatic;
  supervisor_.rules_gathered(std::nullopt, std::move(automatic));
  supervisor_.password_needed({{{ProxyProtocol::kHttp, "proxy.test", 8080}, "alice"}, std::nullopt, "Do this."});
  ASSERT_THAT(host_.requests, SizeIs(1));
  EXPECT_EQ(host_.requests[0].message, "Do this.");
}

TEST_F(SupervisorWithRelay, LooksForThePasswordThatALaunchLacks) {
  FakeSupervisorHost host;
  Supervisor supervisor(identity("postman"), host);
  ASSERT_TRUE(supervisor.launch(relayed("first")).has_value());
  EXPECT_EQ(host.looks_for_password, 1);
}

TEST_F(SupervisorTest, WithoutARelayAsksForNoPassword) {
  EXPECT_EQ(host_.looks_for_password, 0);
  supervisor_.password_needed({{{ProxyProtocol::kHttp, "proxy.test", 8080}, "alice"}, std::nullopt, "Do this."});
  EXPECT_THAT(host_.requests, IsEmpty());
}

TEST_F(SupervisorTest, WithoutARelayHasNothingToReload) {
  ask(9, Verb::kReload);
  EXPECT_TRUE(is_answered(9));
  EXPECT_THAT(host_.reloads, IsEmpty());
}

}  // namespace
}  // namespace sallyport
