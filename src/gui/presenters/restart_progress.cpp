#include "presenters/restart_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sallyport {

void RestartProgress::begin(const std::vector<SupervisorStatus>& clients) {
  lines_.clear();
  for (const SupervisorStatus& client : clients)
    lines_.push_back({.supervisor = client.supervisor_pid,
                      .client_id = client.client_id,
                      .name = client.name,
                      .text = fmt::format("{} is restarting…", client.name)});
}

void RestartProgress::again(ProcessId supervisor, bool force) {
  Line* line = find(supervisor);
  if (line == nullptr) return;
  line->state = State::kRestarting;
  line->text = force ? fmt::format("{} is ended by force and started again…", line->name)
                     : fmt::format("Waiting for {} to quit…", line->name);
}

void RestartProgress::leave(ProcessId supervisor) {
  Line* line = find(supervisor);
  if (line == nullptr) return;
  line->state = State::kLeft;
  line->text = fmt::format("{} was left running with its old settings.", line->name);
}

void RestartProgress::finish(ProcessId supervisor, const Result<RestartOutcome>& outcome) {
  Line* line = find(supervisor);
  if (line == nullptr) return;
  if (outcome) {
    const bool verified = outcome->environment == EnvironmentState::kCurrent && !outcome->handed_over;
    line->state = verified ? State::kDone : State::kNotVerified;
    line->text = verified ? fmt::format("{} is running with the new settings.", line->name)
                 : outcome->message.empty()
                     ? fmt::format("{} was started, but what it was given could not be read.", line->name)
                     : outcome->message;
    return;
  }
  switch (outcome.error().code) {
    case ErrorCode::kDidNotQuit:
      line->state = State::kDidNotQuit;
      line->text = fmt::format("{} has not quit. It may be asking about unsaved work.", line->name);
      break;
    case ErrorCode::kCancelled:
      leave(supervisor);
      break;
    default:
      line->state = State::kFailed;
      line->text = fmt::format("{}: {}", line->name, outcome.error().message);
  }
}

bool RestartProgress::is_over() const {
  return std::ranges::none_of(
      lines_, [](const Line& line) { return line.state == State::kRestarting || line.state == State::kDidNotQuit; });
}

RestartProgress::Line* RestartProgress::find(ProcessId supervisor) {
  const auto found = std::ranges::find(lines_, supervisor, &Line::supervisor);
  return found == lines_.end() ? nullptr : &*found;
}

}  // namespace sallyport
