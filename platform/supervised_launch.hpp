#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/launch_preparation.hpp"
#include "sallyport/ports/password_needed.hpp"
#include "sallyport/ports/paths.hpp"
#include "sallyport/ports/process_launcher.hpp"
#include "sallyport/ports/program_finder.hpp"
#include "sallyport/ports/relay_host.hpp"
#include "sallyport/ports/request_observer.hpp"
#include "sallyport/ports/running_apps.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// What `launch` and `run` ask for.
struct SupervisedLaunch {
  LaunchRequest request;
  std::string settings_file;  ///< absolute: the settings that the supervisor serves
  bool detach = false;        ///< return 0 once the client runs; it then has its own session and no standard streams
  bool at_terminal = false;   ///< somebody reads what this process writes
};

/// Makes the relay of a client whose processes descend from the calling one, the supervisor; called each time that it
/// needs one. `waiter`: the process that the shell waits for. `observer` outlives the relay. `ask_user` may be called
/// from any thread for as long as the relay is open.
using RelayMaker = std::function<std::unique_ptr<RelayHost>(Admission admit, ProcessId waiter,
                                                            RequestObserver& observer, AskUser ask_user)>;

struct SupervisorPorts {
  LaunchPreparation& preparation;
  ProcessLauncher& launcher;
  ProgramFinder& programs;
  const Paths& paths;
  RunningApps& running_apps;
  Supervisors& supervisors;
  RelayMaker make_relay;
};

/// Hears what a launch has to say, in the process that the shell waits for.
struct LaunchListener {
  std::function<void(const Error&)> failed;        ///< at most once; the exit code follows from its code
  std::function<void(const std::string&)> warned;  ///< whole sentences: warnings of the plan, a launch handed over
};

/// Starts a client with a supervisor beside it and waits for the client as a shell would. Returns the client's exit
/// code (128+N when signal N ended it), 127 for kCommandNotFound, 126 for kCommandNotExecutable, 125 for every other
/// failure.
///
/// The supervisor is another process, so that it can outlive this one. Call it before any thread exists, and once only.
/// - POSIX: a fork of this process; call it before GLib exists, too. Signals that are sent to this process reach the
///   client; when the client stops (Ctrl-Z), so does this process.
/// - Windows: this program, started again with the same command line; there this function does not return. Ctrl+C in
///   their console reaches the client by itself.
[[nodiscard]] int run_supervised(const SupervisedLaunch& launch, const SupervisorPorts& ports,
                                 const LaunchListener& listener);

}  // namespace sallyport
