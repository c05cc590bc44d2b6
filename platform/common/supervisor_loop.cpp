#include "platform/common/supervisor_loop.hpp"

#include <boost/asio/post.hpp>
#include <utility>

#include "app/older_instance.hpp"
#include "app/relay_rules.hpp"
#include "app/window_request.hpp"
#include "platform/display.hpp"

namespace sallyport {
namespace {

namespace asio = boost::asio;

SupervisorStatus identity_of(const SupervisedLaunch& launch, ProcessId supervisor) {
  SupervisorStatus identity;
  identity.supervisor_pid = supervisor;
  identity.client_id = launch.request.client_id;
  identity.settings_file = launch.settings_file;
  identity.direct = launch.request.direct;
  return identity;
}

}  // namespace

LaunchRecipe::LaunchRecipe(LaunchPreparation& preparation, const LaunchRequest& request)
    : prepare([&](const CredentialCall& call) { return preparation.prepare(request, call); }),
      is_stale([&](const PreparedLaunch& launched) { return preparation.is_stale(request, launched); }),
      relay_rules([&] { return preparation.relay_rules(request); }),
      missing_password([&] { return preparation.missing_password(request); }),
      watch_system_proxy(
          [&](std::function<void()> changed) { return preparation.watch_system_proxy(std::move(changed)); }) {}

SupervisorLoop::SupervisorLoop(const SupervisedLaunch& launch, const SupervisorPorts& ports, ProcessId supervisor,
                               ProcessId waiter)
    : timer_(context_),
      rules_timer_(context_),
      ports_(ports),
      recipe_(ports.preparation, launch.request),
      environment_(launch.request.inherited),
      at_terminal_(launch.at_terminal),
      waiter_(waiter),
      succession_(context_, ports.running_apps, [this] { adopted_ended(); }),
      control_(make_control_channel(context_,
                                    {[this](RequestId id, const ControlRequest& request) { requested(id, request); },
                                     [this](RequestId id) { supervisor_.request_dropped(id); }})),
      supervisor_(identity_of(launch, supervisor), *this) {}

void SupervisorLoop::run(PreparedLaunch first, bool detach) {
  const auto directory = ports_.paths.runtime_directory();
  auto opened = directory ? control_->open(*directory) : tl::unexpected(directory.error());
  if (!opened) return launch_failed(opened.error());
  succession_.begin(*directory);
  tell_waiter({.kind = LaunchNote::Kind::kPrepared});
  if (auto launched = supervisor_.launch(std::move(first)); !launched) {
    control_->close();
    return launch_failed(launched.error());
  }
  tell_waiter({.kind = LaunchNote::Kind::kRunning, .number = static_cast<int>(client())});
  if (detach) let_waiter_go();
  watch_processes();
  context_.run();
}

Result<ProcessId> SupervisorLoop::start(const ProcessSpec& process) {
  program_ = {process.program, ports_.programs.without_links(process.program), ports_.programs.paths()};
  started_ = std::chrono::system_clock::now();
  auto pid = ports_.launcher.start(process);
  // Whom its own supervisor's tree alone was open to, no other can serve.
  if (pid && relay_host_ && admit_ == Admission::kUser) succession_.note(supervisor_.status(), relay_port_, *pid);
  return pid;
}

void SupervisorLoop::client_ended(int exit_code) {
  if (!has_waiter()) return;
  tell_waiter({.kind = LaunchNote::Kind::kEnded, .number = exit_code});
  let_waiter_go();
}

void SupervisorLoop::launch_failed(const Error& error) {
  if (!has_waiter()) return;
  tell_waiter(failure_note(error));
  let_waiter_go();
}

void SupervisorLoop::warn(const std::string& sentence) {
  tell_waiter({.kind = LaunchNote::Kind::kWarning, .text = sentence});
}

std::chrono::steady_clock::time_point SupervisorLoop::now() { return std::chrono::steady_clock::now(); }

void SupervisorLoop::set_timer(std::chrono::milliseconds delay) {
  timer_.expires_after(delay);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) supervisor_.timer();
  });
}

void SupervisorLoop::clear_timer() { timer_.cancel(); }

void SupervisorLoop::prepare() {
  preparation_ = std::stop_source();
  ++long_questions_;
  in_background([this, number = ++preparations_, stop = preparation_.get_token()] {
    CredentialCall call;
    call.stop = stop;
    auto result = std::make_shared<Result<PreparedLaunch>>(recipe_.prepare(call));
    return [this, number, result] {
      --long_questions_;
      if (number == preparations_) supervisor_.prepared(std::move(*result));
    };
  });
}

void SupervisorLoop::cancel_preparation() {
  ++preparations_;
  preparation_.request_stop();
}

void SupervisorLoop::find_older_instance() {
  const auto& status = supervisor_.status();
  ++long_questions_;
  in_background([this, settings = status.settings_file,
                 start = ClientStart{status.supervisor_pid, status.pid, status.client_id, program_, started_}] {
    const auto found =
        sallyport::find_older_instance(start, ports_.supervisors.list(settings), ports_.running_apps.list());
    return [this, found] {
      --long_questions_;
      supervisor_.older_instance_found(found);
    };
  });
}

Result<std::uint16_t> SupervisorLoop::open_relay(RelayRules rules, Admission admit) {
  if (rules.system.mode != SystemProxyConfiguration::Mode::kUnknown) watch_system_proxy();
  if (relay_host_ && admit_ == admit) {
    relay_host_->set_rules(std::move(rules));
    return relay_port_;
  }
  close_relay();
  std::uint16_t wanted = relay_port_;
  if (wanted == 0 && admit == Admission::kUser) wanted = succession_.port_waited_for(supervisor_.status());
  auto host = ports_.make_relay(admit, waiter_, activity_, [this](const PasswordNeeded& needed) {
    asio::post(context_, [this, needed] {
      if (!finished_) supervisor_.password_needed(needed);
    });
  });
  auto port = host->open(clone(rules), wanted);
  if (!port && wanted != 0) port = host->open(std::move(rules), 0);
  if (!port) return port;
  if (const std::string said = succession_.opened_at(*port); !said.empty()) warn(said);
  relay_host_ = std::move(host);
  admit_ = admit;
  relay_port_ = *port;
  watch_rules(kRulesTime);
  return port;
}

void SupervisorLoop::set_relay_rules(RelayRules rules) {
  if (rules.system.mode != SystemProxyConfiguration::Mode::kUnknown) watch_system_proxy();
  if (relay_host_) relay_host_->set_rules(std::move(rules));
}

void SupervisorLoop::close_relay() {
  if (!relay_host_) return;
  rules_timer_.cancel();
  succession_.withdraw(supervisor_.status());
  relay_host_->close();
  relay_host_.reset();
}

bool SupervisorLoop::asks_in_window() const {
  const bool is_read = has_waiter() && at_terminal_;
  return !is_read && shows_windows(environment_);
}

void SupervisorLoop::look_for_password() {
  // What is only written somewhere can wait until a proxy asks.
  if (!asks_in_window()) return;
  ++long_questions_;
  in_background([this] {
    auto needed = recipe_.missing_password();
    return [this, needed = std::move(needed)] {
      --long_questions_;
      if (needed) supervisor_.password_needed(*needed);
    };
  });
}

void SupervisorLoop::ask_user(const WindowRequest& request, const std::string& otherwise) {
  if (asks_in_window()) {
    const auto program = ports_.paths.settings_program();
    ProcessSpec window;
    window.program = program.value_or("");
    window.arguments = request.arguments(supervisor_.status().settings_file);
    window.environment = environment_;
    if (program && ports_.launcher.start_apart(window)) return;
  }
  warn(otherwise);
}

void SupervisorLoop::gather_rules(RequestId request) { gather(request); }

void SupervisorLoop::watch_rules(std::chrono::milliseconds delay) {
  rules_timer_.expires_after(delay);
  rules_timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || !relay_host_) return;
    // Behind a keychain's prompt they would only pile up.
    if (long_questions_ == 0) gather(std::nullopt);
    watch_rules(kRulesTime);
  });
}

void SupervisorLoop::watch_system_proxy() {
  if (std::exchange(watches_system_, true)) return;
  in_background([this] {
    const auto changed = [this] {
      asio::post(context_, [this] {
        if (relay_host_) watch_rules(kSystemChangeTime);
      });
    };
    auto watch = std::make_shared<std::unique_ptr<SystemProxy::Watch>>(recipe_.watch_system_proxy(changed));
    return [this, watch] { system_watch_ = std::move(*watch); };
  });
}

void SupervisorLoop::gather(std::optional<RequestId> request) {
  in_background([this, request] {
    auto rules = std::make_shared<Result<RelayRules>>(recipe_.relay_rules());
    return [this, request, rules] { supervisor_.rules_gathered(request, std::move(*rules)); };
  });
}

void SupervisorLoop::answer(RequestId request, const Result<ControlAnswer>& answer) {
  control_->answer(request, answer);
}

void SupervisorLoop::finish() {
  finished_ = true;
  control_->close();
  context_.stop();
}

void SupervisorLoop::requested(RequestId id, const ControlRequest& request) {
  if (request.verb == ControlRequest::Verb::kStatus) {
    answer_status(id);
  } else if (request.verb == ControlRequest::Verb::kActivity) {
    control_->answer(id, activity_.page(request.begin));
  } else {
    supervisor_.request(id, request);
  }
}

void SupervisorLoop::answer_status(RequestId id) {
  const auto answer = [this, id](std::optional<EnvironmentState> environment) {
    auto status = supervisor_.status();
    if (relay_host_) status.admission = relay_host_->admission_method();
    if (environment) status.environment = *environment;
    control_->answer(id, status);
  };
  const auto answer_unknown = [answer] { answer(EnvironmentState::kUnknown); };
  if (long_questions_ > 0) return answer_unknown();
  const auto limit = std::make_shared<asio::steady_timer>(context_, kStaleTime);
  limit->async_wait([answer_unknown](const boost::system::error_code& error) {
    if (!error) answer_unknown();
  });
  in_background([this, answer, limit, launched = supervisor_.launched()] {
    const bool stale = recipe_.is_stale(*launched);
    return [answer, limit, stale] {
      limit->cancel();
      answer(stale ? std::optional(EnvironmentState::kStale) : std::nullopt);
    };
  });
}

void SupervisorLoop::in_background(std::function<std::function<void()>()> work) {
  if (!background_) background_.emplace(1);
  asio::post(*background_, [this, work = std::move(work)] {
    auto done = work();
    asio::post(context_, [this, done = std::move(done)] {
      if (!finished_) done();
    });
  });
}

}  // namespace sallyport
