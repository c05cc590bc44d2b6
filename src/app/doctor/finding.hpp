#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport {

enum class Severity {
  kNote,     ///< nothing is wrong; good to know
  kWarning,  ///< something disagrees with the settings, or will not work with them
  kProblem,  ///< something does not work, or a password stands in plain text
};
/// `note`, `warning`, `problem`.
[[nodiscard]] constexpr std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::kNote:
      return "note";
    case Severity::kWarning:
      return "warning";
    case Severity::kProblem:
      break;
  }
  return "problem";
}

/// What Sallyport can do about a finding when it is asked to.
struct FixOffer {
  std::string description;  ///< whole sentences: what is changed, and what stops working then
  /// What is changed, to look at, without a password: a line `--- PLACE` and then lines that begin with `-`, `+` or a
  /// space; each ends in a newline.
  std::string diff;

  bool operator==(const FixOffer&) const = default;
};

/// Something on this machine that disagrees with the settings, does not work, or shows a password.
struct Finding {
  /// Unique among the findings of one diagnosis, and the same in the next one while its cause is where it was:
  /// `variable:~/.bashrc:12`, `password:gnome`, `keychain:locked`.
  std::string id;
  Severity severity = Severity::kNote;
  std::string title;                       ///< a whole sentence
  std::vector<std::string> evidence = {};  ///< where and what, a line each; without a password
  std::string advice = {};                 ///< what the user can do, in whole sentences; may be empty
  std::optional<FixOffer> fix = {};

  bool operator==(const Finding&) const = default;
};

}  // namespace sallyport
