#include "presenters/environment_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(EnvironmentTable, ShowsWhatIsSetAndWhatIsRemoved) {
  LaunchPlan plan;
  EnvironmentChange set;
  set.name = "http_proxy";
  set.value = "http://alice:***@proxy.example.com:8080";
  set.secret_value = Secret("http://alice:canary@proxy.example.com:8080");
  set.reason = "the custom proxy";
  plan.changes.push_back(std::move(set));
  EnvironmentChange unset;
  unset.op = EnvironmentChange::Op::kUnset;
  unset.name = "all_proxy";
  plan.changes.push_back(std::move(unset));
  plan.warnings = {"PAC needs the relay."};

  const EnvironmentTable table = make_environment_table(plan);
  ASSERT_EQ(table.rows.size(), 2U);
  EXPECT_EQ(table.rows[1].value, "(removed)");
  EXPECT_THAT(table.text(), HasSubstr("http_proxy\thttp://alice:***@proxy.example.com:8080\tthe custom proxy\n"));
  EXPECT_THAT(table.text(), HasSubstr("PAC needs the relay."));
  EXPECT_THAT(table.text(), Not(HasSubstr("canary")));
}

}  // namespace
}  // namespace sallyport
