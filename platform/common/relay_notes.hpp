#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "platform/common/process_watch.hpp"
#include "sallyport/ports/process_launcher.hpp"
#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// What a supervisor notes of its relay, for one that comes after it was killed.
struct RelayNote {
  std::string settings_file;
  std::string client_id;
  std::uint16_t port = 0;
  ProcessId client = 0;  ///< its main process
};

/// A client whose supervisor was killed, and which still names the relay of that one.
struct LeftClient {
  ProcessId supervisor = 0;  ///< the one that was killed
  RelayNote note;
  std::unique_ptr<ProcessWatch> process;
};

/// The files SUPERVISOR.relay in the directory of the control channels. What cannot be written or read is no note.
class RelayNotes {
 public:
  explicit RelayNotes(std::string directory) : directory_(std::move(directory)) {}

  void write(ProcessId supervisor, const RelayNote& note) const;
  void remove(ProcessId supervisor) const;
  /// A client with this id and settings file that was left; notes of those that have ended are swept away.
  [[nodiscard]] std::optional<LeftClient> find_left(const std::string& settings_file, const std::string& client_id,
                                                    RunningApps& running_apps) const;

 private:
  [[nodiscard]] std::string path(ProcessId supervisor) const;

  std::string directory_;
};

}  // namespace sallyport
