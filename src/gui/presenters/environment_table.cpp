#include "presenters/environment_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sallyport {

EnvironmentTable make_environment_table(const LaunchPlan& plan) {
  EnvironmentTable table;
  for (const EnvironmentChange& change : plan.changes) {
    const bool set = change.op == EnvironmentChange::Op::kSet;
    table.rows.push_back({change.name, set ? change.value : "(removed)", change.reason});
  }
  if (!plan.arguments.empty())
    table.notes.push_back(fmt::format("Arguments added: {}", fmt::join(plan.arguments, " ")));
  for (std::string& warning : plan.all_warnings()) table.notes.push_back(std::move(warning));
  return table;
}

std::string EnvironmentTable::text() const {
  std::string text = "Variable\tValue\tReason\n";
  for (const Row& row : rows) text += fmt::format("{}\t{}\t{}\n", row.variable, row.value, row.reason);
  for (const std::string& note : notes) text += note + "\n";
  return text;
}

}  // namespace sallyport
