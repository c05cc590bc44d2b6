#include "presenters/findings_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace sallyport {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Finding finding(Severity severity) { return {"id", severity, "Something disagrees.", {}, "", {}}; }

TEST(FindingsList, CountsWhatWasFound) {
  using enum Severity;
  EXPECT_EQ(summary_of({}), "Nothing on this machine disagrees with the settings.");
  const std::vector<Finding> one = {finding(kWarning)};
  EXPECT_THAT(summary_of(one), HasSubstr("1 warning."));
  const std::vector<Finding> all = {finding(kProblem), finding(kProblem), finding(kWarning), finding(kNote)};
  EXPECT_THAT(summary_of(all), HasSubstr("2 problems, 1 warning and 1 note."));
}

TEST(FindingsList, KnowsTheGravest) {
  using enum Severity;
  EXPECT_EQ(gravest_of({}), kNote);
  const std::vector<Finding> findings = {finding(kNote), finding(kWarning)};
  EXPECT_EQ(gravest_of(findings), kWarning);
}

TEST(FindingsList, ShowsAllOfOneFinding) {
  Finding found = finding(Severity::kProblem);
  found.evidence = {"~/.bashrc, line 12", "read by: shells"};
  EXPECT_EQ(details_of(found),
            "Something disagrees.\n~/.bashrc, line 12\nread by: shells\n\nIts name in sallyport doctor: id\n");
  found.advice = "Remove it.";
  found.fix = FixOffer{"The line is removed.", "--- ~/.bashrc\n-export\n"};
  EXPECT_THAT(details_of(found), HasSubstr("\nWhat to do: Remove it.\n\nThe fix: The line is removed.\n"));
  EXPECT_THAT(details_of(found), Not(HasSubstr("-export"))) << "that is looked at before it is applied";
}

}  // namespace
}  // namespace sallyport
