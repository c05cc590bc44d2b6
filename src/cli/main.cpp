#include <cstdlib>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/launch_preparation.hpp"
#include "cli/client_launcher.hpp"
#include "cli/client_relay.hpp"
#include "cli/command_line.hpp"
#include "cli/exit_code.hpp"
#include "cli/settings_window.hpp"
#include "platform/authority_bundle_files.hpp"
#include "platform/common/channel_supervisors.hpp"
#include "platform/console_streams.hpp"
#include "platform/disk_configuration_files.hpp"
#include "platform/file_settings_storage.hpp"
#include "platform/memory_privacy.hpp"
#include "platform/native_adapters.hpp"
#include "platform/own_process.hpp"
#include "platform/path_program_finder.hpp"
#include "platform/program_arguments.hpp"
#include "platform/supervised_launch.hpp"
#include "relay/connection_check.hpp"

namespace sallyport {
namespace {

/// `launch` and `run` as supervised processes.
class SupervisedLauncher final : public ClientLauncher {
 public:
  SupervisedLauncher(std::string settings_file, Console& console, const SupervisorPorts& ports)
      : settings_file_(std::move(settings_file)), console_(console), ports_(ports) {}

  Result<int> launch(const LaunchRequest& request, bool detach,
                     const std::function<void(const std::string&)>& warned) override {
    std::optional<Error> failed;
    const int code = run_supervised({request, settings_file_, detach, is_at_terminal(console_)}, ports_,
                                    {[&](const Error& error) { failed = error; }, warned});
    if (failed) return tl::unexpected(*failed);
    return code;
  }

 private:
  std::string settings_file_;
  Console& console_;
  SupervisorPorts ports_;
};

/// Every adapter of this machine, over one settings file.
struct Adapters {
  Adapters(ProcessLauncher& process_launcher, const Environment& environment, const std::string& settings_file)
      : paths(make_paths(environment, settings_file)),
        storage(paths->settings_file()),
        desktop(make_desktop(environment)),
        menu(make_menu_entries(environment, settings_file)),
        supervisors(*paths),
        rejected(*paths),
        bundles(*paths, system_roots_file),
        configuration(configuration_places(environment)),
        check({desktop->system_proxy(), tls->tls(), tls->digest_hash(), desktop->credential_store(), rejected}),
        preparation(storage, desktop->credential_store(), desktop->system_proxy(), programs, bundles),
        launcher(paths->settings_file(), console,
                 {preparation, process_launcher, programs, *paths, *running_apps, supervisors,
                  [this](Admission admit, ProcessId waiter, RequestObserver& observer, AskUser ask_user) {
                    return make_relay(admit, waiter, observer, std::move(ask_user));
                  }}) {}

  [[nodiscard]] Ports ports() {
    return {storage,
            desktop->credential_store(),
            rejected,
            desktop->system_proxy(),
            programs,
            *running_apps,
            desktop->installed_apps(),
            *menu,
            supervisors,
            *paths,
            console,
            process,
            launcher,
            check,
            bundles,
            configuration,
            desktop->session()};
  }

  std::unique_ptr<RelayHost> make_relay(Admission admit, ProcessId waiter, RequestObserver& observer,
                                        AskUser ask_user) {
    const ClientRelay::Surroundings around{desktop->credential_store(), desktop->system_proxy(), *paths};
    return std::make_unique<ClientRelay>(around, admit, waiter, observer, std::move(ask_user));
  }

  std::unique_ptr<Paths> paths;
  FileSettingsStorage storage;
  std::unique_ptr<DesktopAdapters> desktop;
  PathProgramFinder programs;
  std::unique_ptr<RunningApps> running_apps = make_running_apps();
  std::unique_ptr<MenuEntries> menu;
  ChannelSupervisors supervisors;
  ConsoleStreams console;
  OwnProcess process;
  std::unique_ptr<TlsAdapters> tls = make_tls();
  RejectedCredentialFiles rejected;
  AuthorityBundleFiles bundles;
  DiskConfigurationFiles configuration;
  relay::ConnectionCheck check;
  LaunchPreparation preparation;
  SupervisedLauncher launcher;
};

class NativeComposition final : public Composition {
 public:
  explicit NativeComposition(ProcessLauncher& process_launcher) : process_launcher_(process_launcher) {}

  Ports ports(const std::optional<std::string>& settings_file) override {
    adapters_ = std::make_unique<Adapters>(process_launcher_, OwnProcess().environment(), settings_file.value_or(""));
    return adapters_->ports();
  }

  std::unique_ptr<SettingsStorage> storage_of(const std::string& file) override {
    return std::make_unique<FileSettingsStorage>(make_paths(OwnProcess().environment(), file)->settings_file());
  }

  std::vector<std::string> desktops() override { return desktops_with_proxies(); }

  SystemProxy& system_proxy_of(std::string_view desktop) override {
    Environment environment = OwnProcess().environment();
    environment.set("XDG_CURRENT_DESKTOP", desktop);
    return desktops_.emplace_back(make_desktop(environment))->system_proxy();
  }

 private:
  ProcessLauncher& process_launcher_;
  std::unique_ptr<Adapters> adapters_;
  std::vector<std::unique_ptr<DesktopAdapters>> desktops_;
};

bool wants_colour(Console::Stream stream) {
  const char* const no_colour = std::getenv("NO_COLOR");
  const char* const terminal = std::getenv("TERM");
  return ConsoleStreams().is_terminal(stream) && (no_colour == nullptr || *no_colour == '\0') && terminal != nullptr &&
         std::string_view(terminal) != "dumb";
}

}  // namespace
}  // namespace sallyport

int main(int argc, char** argv) {
  // First: what it finds as signal mask and dispositions is what clients get.
  const auto process_launcher = sallyport::make_process_launcher();
  // Passwords pass through here; a client is dumpable again by its exec.
  sallyport::hide_memory();
  const std::vector<std::string> arguments = sallyport::program_arguments(argc, argv);
  const sallyport::PlainStreams streams(sallyport::starts_client(arguments));
  sallyport::NativeComposition composition(*process_launcher);
  using Stream = sallyport::Console::Stream;
  sallyport::Output output(std::cout, std::cerr, sallyport::wants_colour(Stream::kOutput),
                           sallyport::wants_colour(Stream::kError));
  try {
    const int code = sallyport::run_command_line(arguments, composition, output);
    if (std::cout) return code;
    output.message("The output could not be written: is the disk full, or the output closed?");
    return code == 0 ? sallyport::failure_exit_code(arguments) : code;
  } catch (const std::exception& error) {
    output.message(std::string("Something went wrong that should not have: ") + error.what());
    return sallyport::failure_exit_code(arguments);
  }
}
