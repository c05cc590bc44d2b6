#include "app/supervisor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/relay_rules.hpp"

namespace sallyport {

using Verb = ControlRequest::Verb;
using std::chrono::milliseconds;

Result<void> Supervisor::launch(PreparedLaunch prepared) {
  auto started = start(std::move(prepared));
  if (!started) {
    close_relay();
  } else if (has_relay()) {
    host_.look_for_password();
  }
  return started;
}

void Supervisor::password_needed(const PasswordNeeded& needed) {
  if (!has_relay()) return;
  if (!needed.refused) {
    // The launch found out already, or the relay did.
    if (missing_ == needed.key) return;
    missing_ = needed.key;
  }
  WindowRequest request = ask_for_password(needed, rules_.settings);
  // Where PAC chooses the proxy, the window has no place for the password of one.
  const bool automatic = rules_.system.mode == SystemProxyConfiguration::Mode::kAutomatic;
  if (automatic && !rules_.settings.custom_proxy.enabled) request.message = needed.explanation;
  host_.ask_user(request, needed.explanation);
}

Result<void> Supervisor::set_relay_up(PreparedLaunch& prepared) {
  if (!prepared.relay) {
    close_relay();
    return {};
  }
  const auto port = host_.open_relay(clone(*prepared.relay), prepared.admit);
  if (!port) return tl::unexpected(port.error());
  status_.relay_port = *port;
  rules_ = *std::move(prepared.relay);
  prepared.relay.reset();
  prepared.set_relay_port(*port);
  return {};
}

void Supervisor::close_relay() {
  if (!has_relay()) return;
  host_.close_relay();
  status_.relay_port = 0;
  rules_ = {};
}

void Supervisor::rules_gathered(std::optional<RequestId> request, Result<RelayRules> rules) {
  if (!rules) {
    if (request) host_.answer(*request, tl::unexpected(rules.error()));
    return;
  }
  if (request) missing_.reset();
  // Who reloads may have changed a password, which no rule shows.
  if (has_relay() && (request || !are_equal(*rules, rules_))) {
    host_.set_relay_rules(clone(*rules));
    rules_ = *std::move(rules);
  }
  if (request) host_.answer(*request, std::monostate());
}

Result<void> Supervisor::start(PreparedLaunch prepared) {
  if (auto relay = set_relay_up(prepared); !relay) return relay;
  const auto pid = host_.start(prepared.process);
  if (!pid) return tl::unexpected(pid.error());
  started_ = host_.now();
  status_.pid = *pid;
  status_.name = prepared.name;
  status_.program = prepared.process.program;
  status_.since = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  status_.delivery = prepared.plan.delivery;
  status_.environment = host_.verify(*pid, prepared.process);
  // Passwords stay in the client only.
  prepared.process.environment = Environment();
  for (auto& change : prepared.plan.changes) change.secret_value.reset();
  launched_ = std::make_shared<const PreparedLaunch>(std::move(prepared));
  return {};
}

void Supervisor::client_ended(int exit_code, bool descendants) {
  status_.pid = 0;
  descendants_ = descendants;
  unreported_code_ = exit_code;
  if (!operation_) {
    if (exit_code == 0 && !status_.client_id.empty() && host_.now() - started_ < kHandOverTime) {
      awaits_older_ = true;
      host_.find_older_instance();
    } else {
      report_end();
    }
    return;
  }
  switch (operation_->phase) {
    case Phase::kPreparing:
      return;
    case Phase::kSettling:
      return settle();
    case Phase::kQuitting:
    case Phase::kForcing:
      break;
  }
  if (!descendants) return has_quit();
  if (!restarts()) {
    report_end();
  } else if (!operation_->force_after) {
    set_deadline(std::min<std::chrono::steady_clock::duration>(operation_->deadline - host_.now(), kFollowTime));
  }
}

void Supervisor::descendants_ended() {
  descendants_ = false;
  if (operation_ && (operation_->phase == Phase::kQuitting || operation_->phase == Phase::kForcing)) {
    has_quit();
  } else if (!operation_ && !awaits_older_) {
    report_end();
  }
}

void Supervisor::request(RequestId id, const ControlRequest& request) {
  switch (request.verb) {
    case Verb::kStatus:
      return host_.answer(id, status_);
    case Verb::kActivity:
      return host_.answer(id, ActivityPage());
    case Verb::kReload:
      return has_relay() ? host_.gather_rules(id) : host_.answer(id, std::monostate());
    case Verb::kRestart:
      if (operation_ && (!operation_->abandoned || operation_->phase == Phase::kForcing)) {
        return host_.answer(id, failure(ErrorCode::kFailed,
                                        fmt::format("{} is already being {}. Wait until that is done, then try again.",
                                                    status_.name, restarts() ? "restarted" : "stopped")));
      }
      if (operation_ && operation_->phase == Phase::kQuitting) set_aside_ = std::move(operation_);
      break;
    case Verb::kStop:
      if (operation_ && operation_->phase == Phase::kPreparing) host_.cancel_preparation();
      if (operation_) {
        end_operation(failure(ErrorCode::kCancelled,
                              fmt::format("Another request to stop {} took over from this one.", status_.name)));
      }
      set_aside_.reset();
      break;
  }
  begin(id, request);
}

void Supervisor::begin(RequestId id, const ControlRequest& request) {
  operation_ = Operation{};
  operation_->request = id;
  operation_->verb = request.verb;
  operation_->force_after = request.force_after;
  if (restarts()) {
    // First, so that an error leaves the running client alone.
    host_.prepare();
  } else {
    begin_quitting();
  }
}

void Supervisor::prepared(Result<PreparedLaunch> result) {
  if (!operation_ || operation_->phase != Phase::kPreparing) return;
  if (!result) {
    end_operation(tl::unexpected(result.error()));
    return go_on();
  }
  set_aside_.reset();
  operation_->next = std::move(*result);
  begin_quitting();
}

void Supervisor::begin_quitting() {
  operation_->phase = Phase::kQuitting;
  operation_->main_was_asked = is_running() || unreported_code_.has_value();
  if (!is_running() && !descendants_) return has_quit();
  if (!is_running() && !restarts()) report_end();
  host_.ask_to_quit(status_.pid);
  set_deadline(operation_->force_after.value_or(kQuitTime));
}

void Supervisor::has_quit() {
  host_.clear_timer();
  if (restarts()) return start_again();
  end_operation(std::monostate());
  report_end();
}

void Supervisor::start_again() {
  auto next = std::move(*operation_->next);
  operation_->next.reset();
  if (auto started = start(std::move(next)); !started) {
    Error error = started.error();
    end_operation(failure(error.code,
                          fmt::format("{} has quit and was not started again. {}", status_.name, error.message),
                          error.detail));
    const bool waits = unreported_code_.has_value();
    unreported_code_.reset();
    report_end();
    if (waits) host_.launch_failed(error);
    return;
  }
  unreported_code_.reset();
  operation_->phase = Phase::kSettling;
  set_deadline(kSettleTime);
  host_.find_older_instance();
}

void Supervisor::older_instance_found(std::optional<ProcessId> pid) {
  if (operation_ && operation_->phase == Phase::kSettling) {
    operation_->older_is_known = true;
    operation_->older = pid;
    if (pid && is_running()) {
      set_deadline(
          std::max<std::chrono::steady_clock::duration>(started_ + kHandOverTime - host_.now(), milliseconds(0)));
    } else {
      settle();
    }
    return;
  }
  if (!awaits_older_) return;
  awaits_older_ = false;
  if (pid) {
    host_.warn(
        fmt::format("{} ended at once, while process {} of it is running: the work was probably handed over to that "
                    "one, which keeps "
                    "its old environment. Use `sallyport restart {}`, or quit it and launch again.",
                    status_.name, *pid, status_.client_id));
  }
  if (!operation_) report_end();
}

void Supervisor::settle() {
  if (!operation_->older_is_known) return;
  if (is_running()) {
    if (host_.now() < operation_->deadline) return;
    const char* verified = "";
    if (status_.environment == EnvironmentState::kUnknown) {
      verified = " Its environment cannot be read, so the new settings are not verified.";
    } else if (status_.environment == EnvironmentState::kStale) {
      verified = " Its environment is not the one that the settings ask for.";
    }
    host_.clear_timer();
    return end_operation(
        RestartOutcome{status_.pid, status_.environment, false,
                       fmt::format("{} was restarted (process {}).{}", status_.name, status_.pid, verified)});
  }
  host_.clear_timer();
  if (*unreported_code_ != 0) {
    end_operation(failure(ErrorCode::kFailed, fmt::format("{} was started again and ended at once with exit code {}.",
                                                          status_.name, *unreported_code_)));
  } else if (operation_->older) {
    end_operation(RestartOutcome{
        *operation_->older, EnvironmentState::kStale, true,
        fmt::format(
            "{} was handed over to process {}, which was running before and keeps its old environment. Quit that "
            "one, then launch {} again.",
            status_.name, *operation_->older, status_.name)});
  } else {
    end_operation(RestartOutcome{0, status_.environment, false,
                                 fmt::format("{} was started again and has ended.", status_.name)});
  }
  report_end();
}

void Supervisor::timer() {
  if (!operation_) return;
  const auto left = operation_->deadline - host_.now();
  switch (operation_->phase) {
    case Phase::kPreparing:
      return;
    case Phase::kSettling:
      return settle();
    case Phase::kForcing:
      if (left > left.zero()) return force();
      return did_not_quit(fmt::format("{} cannot be ended, not even by force.", status_.name));
    case Phase::kQuitting:
      break;
  }
  if (left > left.zero()) return host_.set_timer(std::chrono::ceil<milliseconds>(left));
  if (operation_->force_after) {
    operation_->phase = Phase::kForcing;
    operation_->deadline = host_.now() + kForceTime;
    return force();
  }
  if (is_running()) return did_not_quit(why_it_runs());
  if (restarts() && operation_->main_was_asked) return has_quit();
  did_not_quit(
      fmt::format("Processes that {} started are still running. Quit them, or force them to quit.", status_.name));
}

std::string Supervisor::why_it_runs() const {
  switch (host_.became_of_asking()) {
    case QuitAsking::kSharesTerminal:
      return fmt::format(
          "{} cannot be asked to quit: it runs in a terminal that other programs share. End it there with Ctrl+C, or "
          "force it.",
          status_.name);
    case QuitAsking::kNothingToAsk:
      return fmt::format(
          "{} cannot be asked to quit: it shows no window, and has no terminal of its own. Quit it yourself, or force "
          "it.",
          status_.name);
    case QuitAsking::kAsked:
      break;
  }
  return fmt::format(
      "{} did not quit within {} seconds. It may be asking about unsaved work: answer it and try again, or force it "
      "to quit.",
      status_.name, kQuitTime.count());
}

void Supervisor::force() {
  host_.set_timer(milliseconds(100));
  host_.end_tree();
}

void Supervisor::did_not_quit(const std::string& why) {
  end_operation(failure(ErrorCode::kDidNotQuit, why));
  if (!is_running()) report_end();
}

void Supervisor::request_dropped(RequestId id) {
  if (!operation_ || operation_->request != id) return;
  if (restarts() && operation_->phase != Phase::kPreparing) {
    operation_->abandoned = true;
    if (operation_->phase == Phase::kQuitting) operation_->force_after.reset();
    return;
  }
  if (operation_->phase == Phase::kPreparing) host_.cancel_preparation();
  host_.clear_timer();
  operation_.reset();
  go_on();
}

void Supervisor::go_on() {
  operation_ = std::exchange(set_aside_, std::nullopt);
  if (!operation_) {
    if (!is_running()) report_end();
  } else if (!is_running() && !descendants_) {
    has_quit();
  } else {
    set_deadline(std::max<std::chrono::steady_clock::duration>(operation_->deadline - host_.now(), milliseconds(0)));
  }
}

void Supervisor::set_deadline(std::chrono::steady_clock::duration from_now) {
  operation_->deadline = host_.now() + from_now;
  host_.set_timer(std::chrono::ceil<milliseconds>(from_now));
}

void Supervisor::end_operation(const Result<ControlAnswer>& answer) {
  const RequestId request = operation_->request;
  operation_.reset();
  host_.clear_timer();
  host_.answer(request, answer);
}

void Supervisor::report_end() {
  // Relay and socket go first: whoever waits for the launch to return finds no trace of them.
  if (!is_running() && !descendants_) {
    close_relay();
    host_.finish();
  }
  if (unreported_code_) host_.client_ended(*unreported_code_);
  unreported_code_.reset();
}

}  // namespace sallyport
