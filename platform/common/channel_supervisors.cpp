#include "platform/common/channel_supervisors.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "app/supervisor.hpp"

namespace sallyport {
namespace {

/// Longer than a supervisor takes to find out whether its launch is stale.
constexpr std::chrono::milliseconds kStatusTime{2500};
/// For the launch itself, after the client has quit; a keychain may ask its user to unlock it.
constexpr std::chrono::seconds kLaunchTime{90};

std::chrono::milliseconds quit_limit(const QuitRequest& quit) {
  return quit.force_after.value_or(Supervisor::kQuitTime) + Supervisor::kForceTime + kLaunchTime;
}

tl::unexpected<Error> another_answer() {
  return failure(ErrorCode::kFailed, "The supervisor gave the answer to another question.");
}

}  // namespace

tl::unexpected<Error> supervisor_not_running(ProcessId supervisor) {
  return failure(ErrorCode::kNotRunning, fmt::format("Supervisor {} is not running any more.", supervisor));
}

tl::unexpected<Error> no_answer(ProcessId supervisor, const std::stop_token& stop) {
  if (stop.stop_requested())
    return failure(ErrorCode::kCancelled, "The wait was given up; the client was left as it is.");
  return failure(ErrorCode::kTimedOut, fmt::format("Supervisor {} did not answer in time. Try again.", supervisor));
}

Result<ControlAnswer> answer_of(ProcessId supervisor, std::string_view reply) {
  if (!reply.ends_with('\n')) {
    return failure(ErrorCode::kFailed, fmt::format("Supervisor {} ended before it answered.", supervisor));
  }
  return parse_reply(reply.substr(0, reply.size() - 1));
}

std::vector<SupervisorStatus> ChannelSupervisors::list(const std::string& settings_file) {
  std::vector<SupervisorStatus> found;
  const auto wanted = as_transmitted(settings_file);
  for (const auto& answer : client_->ask(client_->supervisors(), {ControlRequest::Verb::kStatus}, kStatusTime, {})) {
    const auto* status = answer ? std::get_if<SupervisorStatus>(&*answer) : nullptr;
    if (status != nullptr && status->settings_file == wanted) found.push_back(*status);
  }
  std::sort(found.begin(), found.end(), [](const auto& left, const auto& right) {
    return std::pair(left.since, left.supervisor_pid) < std::pair(right.since, right.supervisor_pid);
  });
  return found;
}

Result<ControlAnswer> ChannelSupervisors::ask(ProcessId supervisor, const ControlRequest& request,
                                              std::chrono::milliseconds limit, const std::stop_token& stop) {
  return std::move(client_->ask(std::array{supervisor}, request, limit, stop).front());
}

Result<RestartOutcome> ChannelSupervisors::restart(ProcessId supervisor_pid, const QuitRequest& quit) {
  auto answer = ask(supervisor_pid, {ControlRequest::Verb::kRestart, quit.force_after}, quit_limit(quit), quit.stop);
  if (!answer) return tl::unexpected(answer.error());
  if (const auto* outcome = std::get_if<RestartOutcome>(&*answer)) return *outcome;
  return another_answer();
}

Result<void> ChannelSupervisors::stop(ProcessId supervisor_pid, const QuitRequest& quit) {
  auto answer = ask(supervisor_pid, {ControlRequest::Verb::kStop, quit.force_after}, quit_limit(quit), quit.stop);
  // One that is gone has stopped.
  if (!answer && answer.error().code != ErrorCode::kNotRunning) return tl::unexpected(answer.error());
  return {};
}

Result<void> ChannelSupervisors::reload(ProcessId supervisor_pid) {
  auto answer = ask(supervisor_pid, {ControlRequest::Verb::kReload}, kStatusTime);
  if (!answer) return tl::unexpected(answer.error());
  return {};
}

Result<ActivityPage> ChannelSupervisors::activity(ProcessId supervisor_pid, std::uint64_t begin) {
  auto answer = ask(supervisor_pid, {.verb = ControlRequest::Verb::kActivity, .begin = begin}, kStatusTime);
  if (!answer) return tl::unexpected(answer.error());
  if (auto* page = std::get_if<ActivityPage>(&*answer)) return std::move(*page);
  return another_answer();
}

}  // namespace sallyport
