#include "platform/posix/supervisor_loop.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "app/older_instance.hpp"
#include "app/relay_rules.hpp"
#include "app/window_request.hpp"
#include "platform/display.hpp"
#include "platform/posix/descendants.hpp"
#include "platform/posix/environment_check.hpp"
#include "platform/posix/launch_channel.hpp"
#include "platform/posix/quit_request.hpp"
#include "platform/posix/signal_inbox.hpp"
#include "platform/posix/socket_supervisors.hpp"

namespace sallyport {
namespace {

namespace asio = boost::asio;
using Descriptor = asio::posix::stream_descriptor;

int open_signals() {
  sigset_t signals = relayed_signals();
  sigaddset(&signals, SIGCHLD);
  return open_signal_inbox(signals).release();
}

}  // namespace

SupervisorLoop::SupervisorLoop(SupervisorStatus identity, Surroundings surroundings)
    : signals_(context_, open_signals()),
      waiter_(context_),
      timer_(context_),
      rules_timer_(context_),
      around_(std::move(surroundings)),
      succession_(context_, around_.running_apps, [this] { reap(); }),
      control_(context_, {[this](RequestId id, const ControlRequest& request) { requested(id, request); },
                          [this](RequestId id) { supervisor_.request_dropped(id); }}),
      supervisor_(std::move(identity), *this) {
  waiter_.assign(around_.waiter.release());
}

void SupervisorLoop::run(PreparedLaunch first, bool detach) {
  const auto directory = around_.paths.runtime_directory();
  auto opened = directory ? control_.open(*directory) : tl::unexpected(directory.error());
  if (!opened) return launch_failed(opened.error());
  succession_.begin(*directory);
  send_note(waiter_.native_handle(), {.kind = LaunchNote::Kind::kPrepared});
  if (auto launched = supervisor_.launch(std::move(first)); !launched) {
    control_.close();
    return launch_failed(launched.error());
  }
  send_note(waiter_.native_handle(), {.kind = LaunchNote::Kind::kRunning, .number = client()});
  if (detach) {
    let_waiter_go();
  } else {
    await_waiter();
  }
  await_signals();
  context_.run();
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
    auto result = std::make_shared<Result<PreparedLaunch>>(around_.recipe.prepare(call));
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

Result<ProcessId> SupervisorLoop::start(const ProcessSpec& process) {
  std::error_code ignored;
  real_path_ = std::filesystem::weakly_canonical(process.program, ignored).string();
  started_ = std::chrono::system_clock::now();
  client_is_stopped_ = false;
  auto pid = around_.launcher.start(process);
  // Whom its own supervisor's tree alone was open to, no other can serve.
  if (pid && relay_host_ && admit_ == Admission::kUser) succession_.note(supervisor_.status(), relay_port_, *pid);
  return pid;
}

EnvironmentState SupervisorLoop::verify(ProcessId pid, const ProcessSpec& process) {
  return verify_environment(around_.running_apps, pid, process);
}

void SupervisorLoop::find_older_instance() {
  const auto& status = supervisor_.status();
  ++long_questions_;
  in_background(
      [this, settings = status.settings_file,
       start = ClientStart{status.supervisor_pid, status.pid, status.client_id, status.program, real_path_, started_}] {
        const auto found = sallyport::find_older_instance(start, SocketSupervisors(around_.paths).list(settings),
                                                          around_.running_apps.list());
        return [this, found] {
          --long_questions_;
          supervisor_.older_instance_found(found);
        };
      });
}

void SupervisorLoop::ask_to_quit(ProcessId pid) {
  if (succession_.adopted() != 0) ask_process_to_quit(succession_.adopted());
  if (pid != 0) return ask_process_to_quit(pid);
  for (const auto& app : around_.running_apps.list()) {
    if (app.parent == ::getpid()) ask_process_to_quit(app.pid);
  }
}

void SupervisorLoop::end_tree() {
  const auto apps = around_.running_apps.list();
  auto all = descendants_of(::getpid(), apps);
  if (succession_.adopted() != 0) {
    all.merge(descendants_of(succession_.adopted(), apps));
    all.insert(succession_.adopted());
  }
  for (const ProcessId pid : all) ::kill(static_cast<pid_t>(pid), SIGKILL);
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
  auto host = around_.make_relay(admit, around_.waiter_pid, activity_, [this](const PasswordNeeded& needed) {
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
  const bool is_read = has_waiter() && around_.at_terminal;
  return !is_read && shows_windows(around_.environment);
}

void SupervisorLoop::look_for_password() {
  // What is only written somewhere can wait until a proxy asks.
  if (!asks_in_window()) return;
  ++long_questions_;
  in_background([this] {
    auto needed = around_.recipe.missing_password();
    return [this, needed = std::move(needed)] {
      --long_questions_;
      if (needed) supervisor_.password_needed(*needed);
    };
  });
}

void SupervisorLoop::ask_user(const WindowRequest& request, const std::string& otherwise) {
  if (asks_in_window()) {
    const auto program = around_.paths.settings_program();
    ProcessSpec window;
    window.program = program.value_or("");
    window.arguments = request.arguments(supervisor_.status().settings_file);
    window.environment = around_.environment;
    if (program && around_.launcher.start_apart(window)) return;
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
    auto watch = std::make_shared<std::unique_ptr<SystemProxy::Watch>>(around_.recipe.watch_system_proxy(changed));
    return [this, watch] { system_watch_ = std::move(*watch); };
  });
}

void SupervisorLoop::gather(std::optional<RequestId> request) {
  in_background([this, request] {
    auto rules = std::make_shared<Result<RelayRules>>(around_.recipe.relay_rules());
    return [this, request, rules] { supervisor_.rules_gathered(request, std::move(*rules)); };
  });
}

void SupervisorLoop::answer(RequestId request, const Result<ControlAnswer>& answer) {
  control_.answer(request, answer);
}

void SupervisorLoop::client_ended(int exit_code) {
  if (!has_waiter()) return;
  send_note(waiter_.native_handle(), {.kind = LaunchNote::Kind::kEnded, .number = exit_code});
  let_waiter_go();
}

void SupervisorLoop::launch_failed(const Error& error) {
  if (!has_waiter()) return;
  send_note(waiter_.native_handle(), {.kind = LaunchNote::Kind::kFailed,
                                      .number = static_cast<int>(error.code),
                                      .text = error.message,
                                      .detail = error.detail});
  let_waiter_go();
}

void SupervisorLoop::warn(const std::string& sentence) {
  if (has_waiter()) send_note(waiter_.native_handle(), {.kind = LaunchNote::Kind::kWarning, .text = sentence});
}

void SupervisorLoop::finish() {
  finished_ = true;
  control_.close();
  context_.stop();
}

void SupervisorLoop::await_signals() {
  signals_.async_wait(Descriptor::wait_read, [this](const boost::system::error_code& error) {
    if (error) return;
    read_signals();
    if (!finished_) await_signals();
  });
}

void SupervisorLoop::read_signals() {
  bool child_changed = false;
  while (const auto signal = read_signal(signals_.native_handle())) {
    const int number = signal->number;
    if (number == SIGCHLD) {
      child_changed = true;
    } else if (signal->from_kernel || signal->sender == client()) {
      // The kernel's, such as Ctrl-C, the client has from the terminal; what it tells its parent is not for itself.
      continue;
    } else if (has_waiter()) {
      relay_.supervisor_received(number, signal->sender, now());
      pass_on_unclaimed();
    } else if (client() != 0) {
      ::kill(client(), number);
    }
  }
  if (child_changed) reap();
}

void SupervisorLoop::pass_on_unclaimed() {
  const auto delay = std::make_shared<asio::steady_timer>(context_, SignalRelay::kSameSending);
  delay->async_wait([this, delay](const boost::system::error_code& error) {
    if (error) return;
    if (has_waiter()) relay_from_waiter();
    for (const int number : relay_.take_unclaimed(now())) {
      if (client() != 0) ::kill(client(), number);
    }
  });
}

void SupervisorLoop::reap() {
  std::optional<int> main_code;
  bool descendants = succession_.adopted() != 0;
  for (;;) {
    int status = 0;
    const pid_t pid = ::waitpid(-1, &status, WUNTRACED | WCONTINUED | WNOHANG);
    if (pid < 0 && errno == EINTR) continue;
    if (pid < 0) break;
    if (pid == 0) {
      descendants = true;
      break;
    }
    if (pid != client()) continue;
    if (WIFSTOPPED(status)) {
      // The waiter stops for the shell to see; this process goes on answering requests.
      client_is_stopped_ = true;
      if (has_waiter()) ::kill(around_.waiter_pid, SIGSTOP);
    } else if (WIFCONTINUED(status)) {
      client_is_stopped_ = false;
      if (has_waiter()) ::kill(around_.waiter_pid, SIGCONT);
    } else {
      main_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
  }
  if (main_code) {
    if (client_is_stopped_ && has_waiter()) ::kill(around_.waiter_pid, SIGCONT);
    supervisor_.client_ended(*main_code, descendants);
  } else if (!descendants && client() == 0) {
    supervisor_.descendants_ended();
  }
}

void SupervisorLoop::await_waiter() {
  waiter_.async_wait(Descriptor::wait_read, [this](const boost::system::error_code& error) {
    if (error) return;
    relay_from_waiter();
    if (has_waiter()) await_waiter();
  });
}

void SupervisorLoop::relay_from_waiter() {
  // What was sent to the whole group has reached this process by now.
  read_signals();
  while (has_waiter()) {
    const auto signal = receive_signal(waiter_.native_handle());
    if (!signal) {
      if (errno == 0) let_waiter_go();
      return;
    }
    const bool in_group = client() != 0 && ::getpgid(client()) == ::getpgrp();
    const bool needed = relay_.client_needs(signal->number, signal->sender, in_group, now());
    if (client() == 0) continue;
    if (signal->number == SIGCONT) {
      resume_client();
    } else if (needed) {
      ::kill(client(), signal->number);
    }
  }
}

void SupervisorLoop::resume_client() {
  if (!client_is_stopped_) return;
  const pid_t group = ::getpgid(client());
  ::kill(group == ::getpgrp() ? client() : -group, SIGCONT);
}

void SupervisorLoop::let_waiter_go() {
  boost::system::error_code ignored;
  waiter_.close(ignored);
  ::setsid();
  // The caller's pipes end when its processes do, not when this one does.
  const FileDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null.get(), standard);
}

void SupervisorLoop::requested(RequestId id, const ControlRequest& request) {
  if (request.verb == ControlRequest::Verb::kStatus) {
    answer_status(id);
  } else if (request.verb == ControlRequest::Verb::kActivity) {
    control_.answer(id, activity_.page(request.begin));
  } else {
    supervisor_.request(id, request);
  }
}

void SupervisorLoop::answer_status(RequestId id) {
  const auto answer = [this, id](std::optional<EnvironmentState> environment) {
    auto status = supervisor_.status();
    if (relay_host_) status.admission = relay_host_->admission_method();
    if (environment) status.environment = *environment;
    control_.answer(id, status);
  };
  const auto answer_unknown = [answer] { answer(EnvironmentState::kUnknown); };
  if (long_questions_ > 0) return answer_unknown();
  const auto limit = std::make_shared<asio::steady_timer>(context_, kStaleTime);
  limit->async_wait([answer_unknown](const boost::system::error_code& error) {
    if (!error) answer_unknown();
  });
  in_background([this, answer, limit, launched = supervisor_.launched()] {
    const bool stale = around_.recipe.is_stale(*launched);
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
