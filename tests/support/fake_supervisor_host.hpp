#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/supervisor_host.hpp"
#include "support/fake_process_launcher.hpp"

namespace sallyport {

/// Remembers what a supervisor asked for. Its clock stands still until a test moves it.
class FakeSupervisorHost final : public SupervisorHost {
 public:
  std::chrono::steady_clock::time_point now() override { return time; }
  void set_timer(std::chrono::milliseconds delay) override { timer = time + delay; }
  void clear_timer() override { timer.reset(); }
  void prepare() override { ++preparations; }
  void cancel_preparation() override { ++cancelled_preparations; }
  Result<ProcessId> start(const ProcessSpec& process) override { return launcher.start(process); }
  EnvironmentState verify(ProcessId, const ProcessSpec&) override { return verified; }
  void find_older_instance() override { ++searches; }
  void ask_to_quit(ProcessId pid) override { asked.push_back(pid); }
  QuitAsking became_of_asking() const override { return asking; }
  void end_tree() override { ++forced; }
  Result<std::uint16_t> open_relay(RelayRules rules, Admission) override {
    if (relay_error) return tl::unexpected(*relay_error);
    if (!relay) ++opened_relays;
    relay = std::move(rules);
    return kRelayPort;
  }
  void set_relay_rules(RelayRules rules) override { relay = std::move(rules); }
  void close_relay() override { relay.reset(); }
  void gather_rules(RequestId request) override { reloads.push_back(request); }
  void look_for_password() override { ++looks_for_password; }
  void ask_user(const WindowRequest& request, const std::string& otherwise) override {
    requests.push_back(request);
    explanations.push_back(otherwise);
  }
  void answer(RequestId request, const Result<ControlAnswer>& answer) override { answers.emplace(request, answer); }
  void client_ended(int exit_code) override { codes.push_back(exit_code); }
  void launch_failed(const Error& error) override { failures.push_back(error); }
  void warn(const std::string& sentence) override { warnings.push_back(sentence); }
  void finish() override { finished = true; }

  static constexpr std::uint16_t kRelayPort = 41000;
  std::optional<RelayRules> relay;  ///< while it is open
  std::optional<Error> relay_error;
  int opened_relays = 0;
  int looks_for_password = 0;
  std::vector<WindowRequest> requests;
  std::vector<std::string> explanations;
  std::vector<RequestId> reloads;
  std::chrono::steady_clock::time_point time{};
  std::optional<std::chrono::steady_clock::time_point> timer;
  FakeProcessLauncher launcher;
  EnvironmentState verified = EnvironmentState::kCurrent;
  int preparations = 0;
  int cancelled_preparations = 0;
  int searches = 0;
  std::vector<ProcessId> asked;
  QuitAsking asking = QuitAsking::kAsked;
  int forced = 0;
  std::map<RequestId, Result<ControlAnswer>> answers;
  std::vector<int> codes;
  std::vector<Error> failures;
  std::vector<std::string> warnings;
  bool finished = false;
};

}  // namespace sallyport
