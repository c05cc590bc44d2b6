#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/proxy_settings.hpp"
#include "sallyport/core/request_record.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Whether a running client has what it would get now.
enum class EnvironmentState { kCurrent, kStale, kUnknown };
[[nodiscard]] constexpr std::string_view to_string(EnvironmentState state) {
  switch (state) {
    case EnvironmentState::kCurrent:
      return "current";
    case EnvironmentState::kStale:
      return "stale";
    case EnvironmentState::kUnknown:
      break;
  }
  return "unknown";
}

/// What a supervisor says of itself and its client.
struct SupervisorStatus {
  ProcessId supervisor_pid = 0;
  ProcessId pid = 0;          ///< the client's main process; 0 when only descendants are left
  std::string client_id;      ///< empty for `run`
  std::string name;           ///< for people: the client's name, or the command of `run`
  std::string program;        ///< absolute path of the client's program
  std::string settings_file;  ///< which settings it serves, absolute
  std::chrono::sys_seconds since;
  bool direct = false;
  Delivery delivery = Delivery::kEnvironment;
  std::uint16_t relay_port = 0;  ///< 0: there is no relay
  std::string admission;         ///< PeerAdmission::method of the relay; empty: there is none
  EnvironmentState environment = EnvironmentState::kUnknown;
};

struct QuitRequest {
  static constexpr std::chrono::seconds kLongestWait{86400};

  /// After this long, at most kLongestWait, the whole process tree is ended; without it a client that stays is left
  /// alone.
  std::optional<std::chrono::seconds> force_after;
  std::stop_token stop = {};  ///< gives up waiting; the client is then left as it is
};

/// How a restart went. `message` is a sentence for the user.
struct RestartOutcome {
  ProcessId pid = 0;
  EnvironmentState environment = EnvironmentState::kUnknown;  ///< as verified in the new main process
  bool handed_over =
      false;  ///< the new process ended at once and left the work to `pid`, which keeps its old environment
  std::string message;
};

/// Some of what a relay carried, oldest first.
struct ActivityPage {
  std::vector<RequestRecord> records;
  std::uint64_t next = 0;  ///< where the next page begins; this one is the last for now when it has no records
  /// Not ended, with what they carried so far; as many as there is room for. Known from the second page on that
  /// somebody asks for within some seconds.
  std::vector<RequestRecord> under_way = {};
};

/// The running supervisors of this user, reached over their control sockets. Both ends check the peer's user; messages
/// carry no secrets. Blocks (restart up to the quit time plus the launch); any thread.
class Supervisors {
 public:
  virtual ~Supervisors() = default;

  /// Those that serve `settings_file`. Dead sockets are skipped and swept away.
  [[nodiscard]] virtual std::vector<SupervisorStatus> list(const std::string& settings_file) = 0;
  /// Quits the client, launches it again under the settings as saved now, verifies. kDidNotQuit leaves the old one
  /// running; an error from before the quit (settings unreadable, credential not stored) leaves it running too.
  [[nodiscard]] virtual Result<RestartOutcome> restart(ProcessId supervisor_pid, const QuitRequest& quit) = 0;
  [[nodiscard]] virtual Result<void> stop(ProcessId supervisor_pid, const QuitRequest& quit) = 0;
  /// Tells the supervisor that settings or a password changed: its relay takes them over for new requests.
  [[nodiscard]] virtual Result<void> reload(ProcessId supervisor_pid) = 0;
  /// What its relay carried, from `begin` on (0, or another page's `next`); what is forgotten by now is left out.
  [[nodiscard]] virtual Result<ActivityPage> activity(ProcessId supervisor_pid, std::uint64_t begin) = 0;
};

}  // namespace sallyport
