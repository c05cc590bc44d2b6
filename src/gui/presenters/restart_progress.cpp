#include "presenters/restart_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport {

void RestartProgress::begin(const SupervisorStatus& client, Action action) {
  if (is_over()) lines_.clear();
  std::erase_if(lines_, [&](const Line& line) { return line.supervisor == client.supervisor_pid; });
  Line line;
  line.supervisor = client.supervisor_pid;
  line.client_id = client.client_id;
  line.name = client.name;
  line.action = action;
  line.text = fmt::format("{} is {}…", client.name, action == Action::kStop ? "quitting" : "restarting");
  lines_.push_back(std::move(line));
}

void RestartProgress::again(ProcessId supervisor, bool force) {
  Line* line = find(supervisor);
  if (line == nullptr) return;
  line->state = State::kWorking;
  line->text = force ? fmt::format("{} is being ended by force…", line->name)
                     : fmt::format("Waiting for {} to quit…", line->name);
}

void RestartProgress::leave(ProcessId supervisor) {
  Line* line = find(supervisor);
  if (line == nullptr) return;
  line->state = State::kLeft;
  line->text = line->action == Action::kStop ? fmt::format("{} was left running.", line->name)
                                             : fmt::format("{} was left running with its old settings.", line->name);
}

void RestartProgress::restarted(ProcessId supervisor, const Result<RestartOutcome>& outcome) {
  Line* line = find(supervisor);
  if (line == nullptr) return;
  if (!outcome) return fail(*line, outcome.error());
  if (outcome->environment == EnvironmentState::kCurrent && !outcome->handed_over) {
    line->state = State::kDone;
    line->text = fmt::format("{} is running with the new settings.", line->name);
  } else {
    line->state = State::kNotVerified;
    line->text = outcome->message.empty()
                     ? fmt::format("{} was started again, but what it was given could not be verified.", line->name)
                     : outcome->message;
  }
}

void RestartProgress::stopped(ProcessId supervisor, const Result<void>& outcome) {
  Line* line = find(supervisor);
  if (line == nullptr) return;
  if (!outcome) return fail(*line, outcome.error());
  line->state = State::kDone;
  line->text = fmt::format("{} has quit.", line->name);
}

bool RestartProgress::is_over() const {
  return std::ranges::none_of(
      lines_, [](const Line& line) { return line.state == State::kWorking || line.state == State::kDidNotQuit; });
}

void RestartProgress::fail(Line& line, const Error& error) {
  switch (error.code) {
    case ErrorCode::kDidNotQuit:
      line.state = State::kDidNotQuit;
      line.text = fmt::format("{} has not quit. It may be asking about unsaved work.", line.name);
      return;
    case ErrorCode::kCancelled:
      line.state = State::kLeft;
      line.text = fmt::format(
          "{} is no longer waited for. It was asked to quit, and is started again if it does so soon.", line.name);
      return;
    default:
      line.state = State::kFailed;
      line.text = fmt::format("{}: {}", line.name, error.message);
  }
}

RestartProgress::Line* RestartProgress::find(ProcessId supervisor) {
  const auto found = std::ranges::find(lines_, supervisor, &Line::supervisor);
  return found == lines_.end() ? nullptr : &*found;
}

}  // namespace sallyport
