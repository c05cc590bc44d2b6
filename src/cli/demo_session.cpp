#include "cli/demo_session.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "sallyport/core/proxy_variables.hpp"

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

Result<std::string> find_needed(ProgramFinder& programs, const Environment& environment, const std::string& program,
                                const std::string& package) {
  Result<std::string> found = programs.find(program, environment, {});
  if (found) return found;
  return failure(ErrorCode::kKeychainAbsent,
                 fmt::format("The demo keeps its password in a keyring of its own, and {} is not installed. Install it "
                             "(Debian, Ubuntu: sudo apt-get install {}) and start the demo again.",
                             program, package));
}

Environment session_environment(const Environment& base, const std::string& home) {
  Environment environment = base;
  for (const auto& [name, value] : base.variables()) {
    if (is_proxy_variable(name)) environment.unset(name);
  }
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
  return environment;
}

Result<void> make_private(const std::string& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (!error) std::filesystem::permissions(directory, std::filesystem::perms::owner_all, error);
  if (error) return failure(ErrorCode::kIo, fmt::format("{} cannot be made.", directory), error.message());
  return {};
}

}  // namespace

Result<std::unique_ptr<DemoSession>> DemoSession::start(const Environment& base, const std::string& launcher,
                                                        ProgramFinder& programs, std::stop_token stop) {
  const Result<std::string> daemon = find_needed(programs, base, "gnome-keyring-daemon", "gnome-keyring");
  if (!daemon) return tl::unexpected(daemon.error());
  const Result<std::string> dbus = find_needed(programs, base, "dbus-daemon", "dbus-daemon");
  if (!dbus) return tl::unexpected(dbus.error());
  Result<std::unique_ptr<ThrowawayDirectory>> home = ThrowawayDirectory::make("sallyport-demo");
  if (!home) return tl::unexpected(home.error());

  std::unique_ptr<DemoSession> session(new DemoSession());
  session->launcher_ = launcher;
  session->stop_ = std::move(stop);
  session->home_ = std::move(*home);
  const std::string& path = session->home_->path();
  session->environment_ = session_environment(base, path);
  for (const char* name : {"/run", "/config", "/data/keyrings"}) {
    if (const Result<void> made = make_private(path + name); !made) return tl::unexpected(made.error());
  }
  const std::string configuration = path + "/bus.conf";
  std::ofstream(configuration) << fmt::format(kBusConfiguration, path + "/run/bus");

  Result<std::unique_ptr<HelperProcess>> bus = HelperProcess::start(
      {*dbus, {"--nofork", "--nopidfile", "--config-file=" + configuration}, {}, session->environment_, {}}, {},
      HelperProcess::Streams::kDiscarded);
  if (!bus) return tl::unexpected(bus.error());
  session->bus_ = std::move(*bus);
  const auto limit = std::chrono::steady_clock::now() + kLimit;
  while (!std::filesystem::exists(path + "/run/bus")) {
    if (session->stop_.stop_requested()) return failure(ErrorCode::kCancelled, "Cancelled.");
    if (std::chrono::steady_clock::now() > limit)
      return failure(ErrorCode::kTimedOut, "The message bus did not start.");
    std::this_thread::sleep_for(kTick);
  }
  // What unlocks a keyring that lives for seconds, in a directory that only the user can enter, protects nothing.
  Result<std::unique_ptr<HelperProcess>> keyring = HelperProcess::start(
      {*daemon, {"--foreground", "--unlock", "--components=secrets"}, {}, session->environment_, {}}, "demo",
      HelperProcess::Streams::kDiscarded);
  if (!keyring) return tl::unexpected(keyring.error());
  session->keyring_ = std::move(*keyring);
  return session;
}

Result<HelperProcess::Ended> DemoSession::sallyport(const std::vector<std::string>& arguments, std::string_view input,
                                                    const std::vector<std::pair<std::string, std::string>>& more) {
  Environment environment = environment_;
  for (const auto& [name, value] : more) environment.set(name, value);
  Result<std::unique_ptr<HelperProcess>> process = HelperProcess::start(
      {launcher_, arguments, {}, std::move(environment), {}}, input, HelperProcess::Streams::kCaptured);
  if (!process) return tl::unexpected(process.error());
  return (*process)->finish(kLimit, stop_);
}

Result<void> DemoSession::wait_for_keyring() {
  const auto limit = std::chrono::steady_clock::now() + kLimit;
  while (std::chrono::steady_clock::now() < limit) {
    const Result<HelperProcess::Ended> status = sallyport({"credential", "status", "--json"});
    if (!status) return tl::unexpected(status.error());
    const auto document = nlohmann::json::parse(status->output, nullptr, false);
    if (document.is_object() && document.value("/custom/stored"_json_pointer, "no-service") == "no") return {};
    std::this_thread::sleep_for(kTick);
  }
  return failure(ErrorCode::kKeychainAbsent, "The demo's keyring did not start.");
}

}  // namespace sallyport
