#include "presenters/findings_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

std::string counted(std::span<const Finding> findings, Severity severity, std::string_view noun) {
  const auto count = std::ranges::count(findings, severity, &Finding::severity);
  return count == 0 ? std::string() : fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

}  // namespace

std::string name_of(Severity severity) {
  switch (severity) {
    case Severity::kNote:
      return "Note";
    case Severity::kWarning:
      return "Warning";
    case Severity::kProblem:
      break;
  }
  return "Problem";
}

std::string summary_of(std::span<const Finding> findings) {
  if (findings.empty()) return "Nothing on this machine disagrees with the settings.";
  std::vector<std::string> parts = {counted(findings, Severity::kProblem, "problem"),
                                    counted(findings, Severity::kWarning, "warning"),
                                    counted(findings, Severity::kNote, "note")};
  std::erase(parts, "");
  return fmt::format("{}. Select one to see its evidence and what to do.", enumeration(parts));
}

Severity gravest_of(std::span<const Finding> findings) {
  Severity gravest = Severity::kNote;
  for (const Finding& each : findings) gravest = std::max(gravest, each.severity);
  return gravest;
}

std::string details_of(const Finding& finding) {
  std::string text = finding.title + "\n";
  for (const std::string& line : finding.evidence) text += line + "\n";
  if (!finding.advice.empty()) text += fmt::format("\nWhat to do: {}\n", finding.advice);
  if (finding.fix) text += fmt::format("\nThe fix: {}\n", finding.fix->description);
  // By which other findings, and `--fix`, name it.
  text += fmt::format("\nIts name in sallyport doctor: {}\n", finding.id);
  return text;
}

}  // namespace sallyport
