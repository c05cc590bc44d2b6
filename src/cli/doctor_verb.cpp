#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/doctor/doctor.hpp"
#include "cli/consent.hpp"
#include "cli/exit_code.hpp"
#include "cli/save.hpp"
#include "cli/verb.hpp"
#include "sallyport/core/launch_script.hpp"
#include "sallyport/ports/this_process.hpp"

namespace sallyport {
namespace {

struct DoctorOptions {
  std::string fix;
  bool json = false;
};

Doctor doctor_of(Session& session) {
  const Ports& ports = session.ports;
  return Doctor({ports.settings, ports.credentials, ports.system_proxy, ports.programs, ports.running_apps,
                 ports.supervisors, ports.menu, ports.checker, ports.configuration, ports.desktop_session},
                ports.process.environment());
}

/// As a shell takes it for one word. A `~` within the word is no home, as it would be in an assignment.
std::string quoted(const std::string& id) {
  const bool is_plain = std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view(":~/._-+@,").find(c) != std::string_view::npos;
  });
  return is_plain ? id : quote_sh(id);
}

std::string command_of(const Finding& finding) { return "sallyport doctor --fix " + quoted(finding.id); }

nlohmann::ordered_json document_of(const std::vector<Finding>& findings) {
  using Json = nlohmann::ordered_json;
  Json document = {{"version", 1}, {"findings", Json::array()}};
  for (const Finding& each : findings) {
    Json finding = {{"id", each.id},
                    {"severity", to_string(each.severity)},
                    {"title", each.title},
                    {"evidence", each.evidence},
                    {"advice", each.advice}};
    finding["fix"] = each.fix ? Json{{"description", each.fix->description}, {"diff", each.fix->diff}} : Json(nullptr);
    document["findings"].push_back(std::move(finding));
  }
  return document;
}

void show(Output& output, const Finding& finding) {
  using Style = Output::Style;
  const Style style = finding.severity == Severity::kProblem   ? Style::kBad
                      : finding.severity == Severity::kWarning ? Style::kWarning
                                                               : Style::kDim;
  output.line(fmt::format("{}{:<{}}{}", output.styled(style, to_string(finding.severity)), "",
                          9 - to_string(finding.severity).size(),
                          output.styled(Style::kBold, printable(finding.title))));
  const auto below = [&](std::string_view lead, std::string_view text) {
    output.line(fmt::format("{:9}{}{}", "", lead, printable(text)));
  };
  for (const std::string& each : finding.evidence) below("", each);
  if (!finding.advice.empty()) below("→ ", finding.advice);
  if (finding.fix) below("→ Fix: ", command_of(finding));
}

void show_diff(Output& output, std::string_view diff) {
  using Style = Output::Style;
  while (!diff.empty()) {
    const auto end = std::min(diff.find('\n'), diff.size());
    const std::string_view line = diff.substr(0, end);
    const Style style = line.starts_with("---") || line.starts_with("@@") ? Style::kDim
                        : line.starts_with('-')                           ? Style::kBad
                        : line.starts_with('+')                           ? Style::kGood
                                                                          : Style::kPlain;
    std::string shown(line);
    for (auto tab = shown.find('\t'); tab != std::string::npos; tab = shown.find('\t', tab))
      shown.replace(tab, 1, "    ");
    output.line(output.styled(style, printable(shown)));
    diff.remove_prefix(std::min(end + 1, diff.size()));
  }
}

int diagnose(Session& session, bool json) {
  const auto findings = doctor_of(session).diagnose({});
  if (!findings) return fail(session, findings.error());
  if (json) {
    session.output.json(document_of(*findings));
  } else if (findings->empty()) {
    session.output.line("Nothing found.");
  } else {
    for (const Finding& each : *findings) {
      if (&each != &findings->front()) session.output.line("");
      show(session.output, each);
    }
  }
  const bool well = std::all_of(findings->begin(), findings->end(),
                                [](const Finding& each) { return each.severity == Severity::kNote; });
  return well ? kExitDone : kExitFailed;
}

int fix(Session& session, const std::string& id) {
  Doctor doctor = doctor_of(session);
  const auto plan = doctor.preview_fix(id);
  if (!plan) return fail(session, plan.error());
  session.output.line(printable(plan->offer.description));
  show_diff(session.output, plan->offer.diff);
  if (auto agreed = ask_consent(session, "Change this?"); !agreed) return fail(session, agreed.error());
  const auto report = doctor.apply_fix(*plan, CredentialCall{});
  if (!report) return fail(session, report.error());
  if (!plan->passwords.empty() || plan->login) reload_running_clients(session);
  for (const std::string& sentence : report->sentences) session.output.message(sentence);
  return kExitDone;
}

}  // namespace

void add_doctor_verb(CLI::App& program, Invocation& invocation) {
  auto options = std::make_shared<DoctorOptions>();
  CLI::App* verb =
      add_verb(program, "doctor", "What on this machine disagrees with the settings, and how to fix it",
               "sallyport doctor --fix variable:~/.bashrc:12\n\n"
               "Nothing is changed without --fix. A file that is changed is copied first, to a new file\n"
               "beside it. The exit code is 1 where there is a problem or a warning, and 0 where there are\n"
               "only notes, or nothing.");
  CLI::Option* json = verb->add_flag("--json", options->json, "As one JSON document");
  verb->add_option("--fix", options->fix, "Fix one finding: shows what is changed, and asks when at a terminal")
      ->type_name("ID")
      ->check(refuse_empty)
      ->excludes(json);
  verb->callback([options, &invocation] {
    invocation.action = [options](Session& session) {
      return options->fix.empty() ? diagnose(session, options->json) : fix(session, options->fix);
    };
  });
}

}  // namespace sallyport
