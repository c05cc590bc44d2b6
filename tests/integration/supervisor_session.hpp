#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platform/common/channel_supervisors.hpp"
#include "platform/linux/xdg_paths.hpp"
#include "support/running_program.hpp"
#include "support/temporary_directory.hpp"
#include "support/wait_for.hpp"

namespace sallyport {

/// A runtime directory and a settings file of a test's own, and the supervisors in them.
class SupervisorSession {
 public:
  [[nodiscard]] std::string settings_file() const { return directory / "settings.toml"; }
  [[nodiscard]] std::map<std::string, std::string> variables() const {
    return {{"XDG_RUNTIME_DIR", directory.path().string()}, {"D", directory.path().string()}};
  }
  /// The words of a launch: options, then the command.
  [[nodiscard]] std::vector<std::string> words(const std::vector<std::string>& rest) const {
    std::vector<std::string> all{SALLYPORT_SUPERVISE, settings_file()};
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }
  [[nodiscard]] RunningProgram launch(const std::vector<std::string>& rest) const { return {words(rest), variables()}; }
  [[nodiscard]] RunningProgram run_script(const std::string& script) const {
    return launch({"--", "sh", "-c", script});
  }
  [[nodiscard]] std::vector<SupervisorStatus> list() { return supervisors.list(settings_file()); }
  /// The only supervisor, once it is there.
  [[nodiscard]] SupervisorStatus the_only_one() {
    std::vector<SupervisorStatus> found;
    (void)wait_for([&] { return (found = list()).size() == 1; });
    return found.size() == 1 ? found.front() : SupervisorStatus{};
  }
  [[nodiscard]] bool wait_for_file(std::string_view name) const {
    return wait_for([&] { return !directory.read(name).empty(); });
  }
  void write_settings(std::string_view text) const {
    directory.write("settings.toml", text);
    std::filesystem::permissions(settings_file(), std::filesystem::perms(0600));
  }

  TemporaryDirectory directory;
  XdgPaths paths{Environment({{"XDG_RUNTIME_DIR", directory.path().string()}, {"HOME", "/nowhere"}})};
  ChannelSupervisors supervisors{paths};
};

}  // namespace sallyport
