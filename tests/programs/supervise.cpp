// A launch with nothing around it: the real supervisor, launcher and settings file, an empty keychain and a desktop
// without a proxy.
//   supervise SETTINGS [--detach] [--client ID] [--] [COMMAND [ARG…]]
#include <unistd.h>

#include <cstdio>
#include <string_view>

#include "app/launch_preparation.hpp"
#include "platform/common/channel_supervisors.hpp"
#include "platform/file_settings_storage.hpp"
#include "platform/linux/proc_running_apps.hpp"
#include "platform/linux/xdg_paths.hpp"
#include "platform/path_program_finder.hpp"
#include "platform/posix/boost_process_launcher.hpp"
#include "platform/supervised_launch.hpp"
#include "support/fake_authority_bundles.hpp"
#include "support/fake_credential_store.hpp"
#include "support/fake_relay_host.hpp"
#include "support/fake_system_proxy.hpp"

int main(int argc, char** argv) {
  using namespace sallyport;
  if (argc < 3) return 2;
  BoostProcessLauncher launcher;
  SupervisedLaunch launch;
  launch.settings_file = argv[1];
  int index = 2;
  for (; index < argc && std::string_view(argv[index]).starts_with("--"); ++index) {
    const std::string_view word(argv[index]);
    if (word == "--") {
      ++index;
      break;
    }
    if (word == "--detach") launch.detach = true;
    if (word == "--client") launch.request.client_id = argv[++index];
  }
  launch.request.command.assign(argv + index, argv + argc);
  std::vector<std::string> block;
  for (char** variable = environ; *variable != nullptr; ++variable) block.emplace_back(*variable);
  launch.request.inherited = Environment::from_block(block);

  const XdgPaths paths(launch.request.inherited, argv[1]);
  FileSettingsStorage storage(argv[1]);
  FakeCredentialStore credentials;
  FakeSystemProxy system_proxy;
  PathProgramFinder programs;
  FakeAuthorityBundles bundles;
  LaunchPreparation preparation(storage, credentials, system_proxy, programs, bundles);
  ProcRunningApps running_apps;
  ChannelSupervisors supervisors(paths);
  const auto make_relay = [&](Admission, ProcessId, RequestObserver& observer, const AskUser&) {
    RequestRecord record;
    record.host = "carried.test";
    observer.request_ended(std::move(record));
    return std::make_unique<FakeRelayHost>(launch.settings_file + ".relay");
  };
  return run_supervised(launch, {preparation, launcher, programs, paths, running_apps, supervisors, make_relay},
                        {[](const Error& error) { std::fprintf(stderr, "failed: %s\n", error.message.c_str()); },
                         [](const std::string& sentence) { std::fprintf(stderr, "warning: %s\n", sentence.c_str()); }});
}
