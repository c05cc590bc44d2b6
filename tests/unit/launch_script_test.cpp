#include "sallyport/core/launch_script.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

LaunchPlan plan_with(const std::string& value) {
  LaunchPlan plan;
  plan.changes.push_back({EnvironmentChange::Op::kSet, "HTTP_PROXY", value, std::nullopt, ""});
  plan.changes.push_back({EnvironmentChange::Op::kUnset, "all_proxy", "", std::nullopt, ""});
  return plan;
}

std::string changes(const LaunchPlan& plan, ScriptFormat format) {
  return std::string(render_changes(plan, format).value().reveal());
}

TEST(QuoteSh, LeavesHarmlessWordsAndQuotesTheRest) {
  EXPECT_EQ(quote_sh("http://a:1/x"), "http://a:1/x");
  EXPECT_EQ(quote_sh(""), "''");
  EXPECT_EQ(quote_sh("a b"), "'a b'");
  EXPECT_EQ(quote_sh("it's $HOME `x` \"y\"\n"), "'it'\\''s $HOME `x` \"y\"\n'");
  EXPECT_EQ(quote_sh("~"), "'~'");
}

TEST(QuoteBat, FollowsCommandLineToArgv) {
  EXPECT_EQ(quote_bat("C:\\a\\b.exe"), "C:\\a\\b.exe");
  EXPECT_EQ(quote_bat("a b\\"), "\"a b\\\\\"");
  EXPECT_EQ(quote_bat("100%"), "\"100%%\"");
  EXPECT_EQ(quote_bat("a&b|c^d"), "\"a&b|c^d\"");
  EXPECT_EQ(quote_bat("a\\\"b"), "\"a\\\\\\\"b\"");
}

TEST(RenderChanges, WritesEachFormat) {
  const LaunchPlan plan = plan_with("http://a b%20:1");
  EXPECT_EQ(changes(plan, ScriptFormat::kSh), "export HTTP_PROXY='http://a b%20:1'\nunset all_proxy\n");
  EXPECT_EQ(changes(plan, ScriptFormat::kBat), "set \"HTTP_PROXY=http://a b%%20:1\"\r\nset \"all_proxy=\"\r\n");
  EXPECT_EQ(changes(plan, ScriptFormat::kDotenv), "HTTP_PROXY=\"http://a b%20:1\"\n");
}

TEST(RenderChanges, RevealsThePasswordThatThePlanKnows) {
  LaunchPlan plan = plan_with("http://u:***@a:1");
  plan.changes[0].secret_value = Secret("http://u:pw@a:1");
  EXPECT_THAT(changes(plan, ScriptFormat::kSh), HasSubstr("http://u:pw@a:1"));
}

TEST(RenderChanges, RefusesWhatBatCannotCarry) {
  EXPECT_EQ(render_changes(plan_with("a\nb"), ScriptFormat::kBat).error().code, ErrorCode::kInvalidValue);
  EXPECT_EQ(render_changes(plan_with("a\"b"), ScriptFormat::kBat).error().code, ErrorCode::kInvalidValue);
  EXPECT_TRUE(render_changes(plan_with("a\nb"), ScriptFormat::kSh));
}

TEST(RenderScript, LaunchesTheCommandInItsDirectory) {
  const auto sh = render_script(plan_with("x"), ScriptFormat::kSh, "/opt/my app/run", {"--flag", "a b"}, "/srv/data");
  EXPECT_THAT(std::string(sh->reveal()), StartsWith("#!/bin/sh\n"));
  EXPECT_THAT(std::string(sh->reveal()),
              EndsWith("\nexport HTTP_PROXY=x\nunset all_proxy\ncd -- /srv/data || exit 125\n"
                       "exec '/opt/my app/run' --flag 'a b' \"$@\"\n"));
  const auto bat = render_script(plan_with("x"), ScriptFormat::kBat, "C:\\a b.exe", {"100%"}, "");
  EXPECT_THAT(std::string(bat->reveal()), StartsWith("@echo off\r\n"));
  EXPECT_THAT(std::string(bat->reveal()), HasSubstr("chcp 65001"));
  EXPECT_THAT(std::string(bat->reveal()), EndsWith("\"C:\\a b.exe\" \"100%%\" %*\r\n"));
}

TEST(RenderScript, RefusesDotenv) { EXPECT_FALSE(render_script(plan_with("x"), ScriptFormat::kDotenv, "a", {}, "")); }

}  // namespace
}  // namespace sallyport
