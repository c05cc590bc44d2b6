#include "platform/throwaway_session.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <thread>

#include "platform/helper_process.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::seconds kLimit{30};
constexpr std::chrono::milliseconds kTick{20};

/// Without service directories: nothing but the keyring is ever on this bus.
constexpr std::string_view kBusConfiguration = R"(<!DOCTYPE busconfig PUBLIC
 "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
)";

class BusAndKeyring final : public ThrowawaySession {
 public:
  BusAndKeyring(std::unique_ptr<HelperProcess> bus, std::unique_ptr<HelperProcess> keyring)
      : bus_(std::move(bus)), keyring_(std::move(keyring)) {}

  bool keeps_passwords() const override { return false; }

 private:
  std::unique_ptr<HelperProcess> bus_;
  std::unique_ptr<HelperProcess> keyring_;
};

Result<std::string> find_needed(ProgramFinder& programs, const Environment& environment, const std::string& program,
                                const std::string& package) {
  Result<std::string> found = programs.find(program, environment, {});
  if (found) return found;
  return failure(ErrorCode::kKeychainAbsent,
                 fmt::format("The demo keeps its password in a keyring of its own, and {} is not installed. Install it "
                             "(Debian, Ubuntu: sudo apt-get install {}) and start the demo again.",
                             program, package));
}

void lead_to(const std::string& home, Environment& environment) {
  for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP", "GNOME_KEYRING_CONTROL"}) {
    environment.unset(name);
  }
  environment.set("HOME", home);
  environment.set("XDG_RUNTIME_DIR", home + "/run");
  environment.set("XDG_CONFIG_HOME", home + "/config");
  environment.set("XDG_DATA_HOME", home + "/data");
  environment.set("XDG_STATE_HOME", home + "/state");
  environment.set("XDG_CACHE_HOME", home + "/cache");
  environment.set("DBUS_SESSION_BUS_ADDRESS", fmt::format("unix:path={}/run/bus", home));
}

Result<void> make_private(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  if (error) return failure(ErrorCode::kIo, fmt::format("{} cannot be made.", directory), error.message());
  return {};
}

}  // namespace

Result<std::unique_ptr<ThrowawaySession>> ThrowawaySession::start(const std::string& home, Environment& environment,
                                                                  ProgramFinder& programs,
                                                                  const std::stop_token& stop) {
  const Result<std::string> daemon = find_needed(programs, environment, "gnome-keyring-daemon", "gnome-keyring");
  if (!daemon) return tl::unexpected(daemon.error());
  const Result<std::string> dbus = find_needed(programs, environment, "dbus-daemon", "dbus-daemon");
  if (!dbus) return tl::unexpected(dbus.error());
  lead_to(home, environment);
  for (const char* name : {"/run", "/config", "/data/keyrings"}) {
    if (const Result<void> made = make_private(home + name); !made) return tl::unexpected(made.error());
  }
  const std::string configuration = home + "/bus.conf";
  std::ofstream(configuration) << fmt::format(kBusConfiguration, home + "/run/bus");

  Result<std::unique_ptr<HelperProcess>> bus =
      HelperProcess::start({*dbus, {"--nofork", "--nopidfile", "--config-file=" + configuration}, {}, environment, {}},
                           {}, HelperProcess::Streams::kDiscarded);
  if (!bus) return tl::unexpected(bus.error());
  const auto limit = std::chrono::steady_clock::now() + kLimit;
  while (!std::filesystem::exists(home + "/run/bus")) {
    if (stop.stop_requested()) return failure(ErrorCode::kCancelled, "Cancelled.");
    if (std::chrono::steady_clock::now() > limit)
      return failure(ErrorCode::kTimedOut, "The message bus did not start.");
    std::this_thread::sleep_for(kTick);
  }
  // What unlocks a keyring that lives for seconds, in a directory that only the user can enter, protects nothing.
  Result<std::unique_ptr<HelperProcess>> keyring =
      HelperProcess::start({*daemon, {"--foreground", "--unlock", "--components=secrets"}, {}, environment, {}}, "demo",
                           HelperProcess::Streams::kDiscarded);
  if (!keyring) return tl::unexpected(keyring.error());
  return std::make_unique<BusAndKeyring>(std::move(*bus), std::move(*keyring));
}

}  // namespace sallyport
