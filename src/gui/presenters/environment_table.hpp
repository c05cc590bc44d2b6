#pragma once

#include <string>
#include <vector>

#include "sallyport/core/launch_plan.hpp"

namespace sallyport {

/// The launch plan as a table of text. Passwords read `***`, as in the plan.
struct EnvironmentTable {
  struct Row {
    std::string variable;
    std::string value;  ///< `(removed)` for a variable that apps will not see
    std::string reason;
  };
  std::vector<Row> rows;
  std::vector<std::string> notes;  ///< arguments and warnings, whole sentences

  /// Tab-separated lines with a header, then the notes: for the clipboard.
  [[nodiscard]] std::string text() const;
};

[[nodiscard]] EnvironmentTable make_environment_table(const LaunchPlan& plan);

}  // namespace sallyport
