#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/client_launcher.hpp"
#include "cli/command_line.hpp"
#include "sallyport/core/settings_document.hpp"
#include "sallyport/ports/connection_checker.hpp"
#include "sallyport/ports/console.hpp"
#include "sallyport/ports/installed_apps.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/supervisors.hpp"
#include "sallyport/ports/this_process.hpp"
#include "support/fake_authority_bundles.hpp"
#include "support/fake_configuration_files.hpp"
#include "support/fake_credential_store.hpp"
#include "support/fake_desktop_session.hpp"
#include "support/fake_menu_entries.hpp"
#include "support/fake_program_finder.hpp"
#include "support/fake_rejected_credentials.hpp"
#include "support/fake_running_apps.hpp"
#include "support/fake_settings_storage.hpp"
#include "support/fake_system_proxy.hpp"

namespace sallyport {

class FakeConsole final : public Console {
 public:
  bool is_terminal(Stream /*stream*/) override { return terminal; }
  Result<Secret> read_password(std::string_view prompt) override {
    prompts.emplace_back(prompt);
    return Secret(password);
  }
  Result<Secret> read_input(std::string_view end, std::size_t limit) override {
    const auto found = end.empty() ? input.npos : input.find(end);
    const std::string_view read = std::string_view(input).substr(0, found == input.npos ? found : found + end.size());
    if (read.size() > limit) return failure(ErrorCode::kInvalidValue, "Standard input is too long for this test.");
    return Secret(read);
  }

  bool terminal = false;
  std::string password;
  std::string input;
  std::vector<std::string> prompts;
};

class FakeThisProcess final : public ThisProcess {
 public:
  ProcessId id() override { return 4711; }
  Environment environment() override { return variables; }
  bool is_menu_launch() override { return menu_launch; }
  Result<void> leave_behind(const ProcessSpec& spec) override {
    left_behind.push_back(spec);
    if (error) return tl::unexpected(*error);
    return {};
  }
  Error become(const std::string& program, const std::vector<std::string>& arguments) override {
    became.push_back(program);
    became.insert(became.end(), arguments.begin(), arguments.end());
    return {ErrorCode::kCommandNotFound, "The window's program is not there."};
  }

  Environment variables;
  bool menu_launch = false;
  std::vector<ProcessSpec> left_behind;
  std::optional<Error> error;
  std::vector<std::string> became;
};

class FakePaths final : public Paths {
 public:
  std::string settings_file() const override { return "/fake/settings.toml"; }
  std::string state_directory() const override { return "/fake/state"; }
  Result<std::string> runtime_directory() const override { return "/fake/run"; }
  Result<std::string> launcher_program() const override { return "/fake/bin/sallyport"; }
  Result<std::string> settings_program() const override { return "/fake/bin/sallyport-settings"; }
};

class FakeInstalledApps final : public InstalledApps {
 public:
  std::vector<InstalledApp> list() override {
    return {{"postman.desktop", "/usr/share/applications/postman.desktop", "Postman", "postman %U", "postman"}};
  }
  Result<Client> import(std::string_view desktop_id_or_path) override {
    if (desktop_id_or_path != "postman.desktop") return failure(ErrorCode::kUnknownName, "There is no such app.");
    Client client;
    client.name = "Postman";
    client.command = "postman";
    client.arguments = {std::string(kFilesArgument)};
    client.desktop_id = "postman.desktop";
    return client;
  }
  std::string icon_of(const Client& /*client*/) override { return ""; }
};

/// Supervisors that a test lists; what is asked of them is remembered.
class FakeSupervisors final : public Supervisors {
 public:
  std::vector<SupervisorStatus> list(const std::string& /*settings_file*/) override {
    if (ends_after_listings && (*ends_after_listings)-- == 0) return {};
    return running;
  }
  Result<RestartOutcome> restart(ProcessId supervisor_pid, const QuitRequest& quit) override {
    restarted.push_back(supervisor_pid);
    last_quit = quit;
    if (error) return tl::unexpected(*error);
    return outcome;
  }
  Result<void> stop(ProcessId supervisor_pid, const QuitRequest& quit) override {
    stopped.push_back(supervisor_pid);
    last_quit = quit;
    if (error) return tl::unexpected(*error);
    return {};
  }
  Result<void> reload(ProcessId /*supervisor_pid*/) override {
    if (error) return tl::unexpected(*error);
    return {};
  }
  /// One record to a page.
  Result<ActivityPage> activity(ProcessId supervisor_pid, std::uint64_t begin) override {
    const auto& all = records[supervisor_pid];
    if (begin >= all.size()) return ActivityPage{{}, all.size(), under_way[supervisor_pid]};
    return ActivityPage{{all.at(begin)}, begin + 1, {}};
  }

  std::vector<SupervisorStatus> running;
  std::optional<int> ends_after_listings;
  std::map<ProcessId, std::vector<RequestRecord>> records;
  std::map<ProcessId, std::vector<RequestRecord>> under_way;
  std::vector<ProcessId> restarted;
  std::vector<ProcessId> stopped;
  QuitRequest last_quit;
  std::optional<Error> error;
  RestartOutcome outcome{10, EnvironmentState::kCurrent, false, "running with the new settings."};
};

class FakeClientLauncher final : public ClientLauncher {
 public:
  Result<int> launch(const LaunchRequest& request, bool detach,
                     const std::function<void(const std::string&)>& warned) override {
    requests.push_back(request);
    detached = detach;
    for (const std::string& warning : warnings) warned(warning);
    if (error) return tl::unexpected(*error);
    return code;
  }

  std::vector<LaunchRequest> requests;
  std::vector<std::string> warnings;
  bool detached = false;
  int code = 0;
  std::optional<Error> error;
};

/// Remembers what is asked, and reports what a test says.
class FakeConnectionChecker final : public ConnectionChecker {
 public:
  CheckReport check(const CheckRequest& request, const Observer& observer, const std::stop_token& /*stop*/) override {
    targets.push_back(request.target);
    for (const CheckResult& each : report.stages) {
      if (observer.ended) observer.ended(each);
    }
    return report;
  }

  std::vector<RequestTarget> targets;
  CheckReport report;
};

/// The whole command line over fakes: what a person types, what is printed, the exit code.
class FakeCommandLine final : public Composition {
 public:
  FakeCommandLine() { programs.programs = {{"postman", ClientKind::kChromium}, {"curl", ClientKind::kPlain}}; }

  Ports ports(const std::optional<std::string>& file) override {
    settings_file = file;
    return {storage,        credentials, rejected,    system_proxy,  programs,       running_apps,
            installed_apps, menu,        supervisors, paths,         console,        process,
            launcher,       checker,     bundles,     configuration, desktop_session};
  }
  std::unique_ptr<SettingsStorage> storage_of(const std::string& /*file*/) override {
    auto other = std::make_unique<FakeSettingsStorage>();
    other->text = other_file;
    return other;
  }

  std::vector<std::string> desktops() override { return desktop_names; }
  SystemProxy& system_proxy_of(std::string_view desktop) override { return desktop == "KDE" ? kde : gnome; }

  int operator()(const std::vector<std::string>& arguments) {
    results.str("");
    messages.str("");
    Output output(results, messages, false, false);
    return run_command_line(arguments, *this, output);
  }

  [[nodiscard]] std::string out() const { return results.str(); }
  [[nodiscard]] std::string err() const { return messages.str(); }
  [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(results.str()); }
  [[nodiscard]] Settings saved() {
    return SettingsDocument::parse(storage.text.value_or(""), "settings.toml")->settings();
  }

  FakeSettingsStorage storage;
  FakeCredentialStore credentials;
  FakeRejectedCredentials rejected;
  FakeSystemProxy system_proxy;
  std::vector<std::string> desktop_names = {"GNOME", "KDE"};
  FakeSystemProxy gnome;
  FakeSystemProxy kde;
  FakeProgramFinder programs;
  FakeRunningApps running_apps;
  FakeInstalledApps installed_apps;
  FakeMenuEntries menu;
  FakeSupervisors supervisors;
  FakePaths paths;
  FakeConsole console;
  FakeThisProcess process;
  FakeClientLauncher launcher;
  FakeConnectionChecker checker;
  FakeAuthorityBundles bundles;
  FakeConfigurationFiles configuration;
  FakeDesktopSession desktop_session;
  std::optional<std::string> settings_file;
  std::optional<std::string> other_file;

 private:
  std::ostringstream results;
  std::ostringstream messages;
};

}  // namespace sallyport
