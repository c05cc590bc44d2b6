#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// A request with the client that made it.
struct ActivityEntry {
  std::string client;  ///< its id; empty for `run`
  std::string name;    ///< for people: SupervisorStatus::name
  RequestRecord record;

  /// The word for it on the command line: the id, or the command of `run`.
  [[nodiscard]] const std::string& word() const { return client.empty() ? name : client; }
};

/// What relays carried since it was last asked, and carry now.
struct Activity {
  std::vector<ActivityEntry> ended;      ///< by the time that they began
  std::vector<ActivityEntry> under_way;  ///< with what they carried so far: see ActivityPage
};

/// Reads what relays carried, each request once.
class ActivityReader {
 public:
  explicit ActivityReader(Supervisors& supervisors) : supervisors_(supervisors) {}

  /// Blocks as Supervisors::activity does; a supervisor that has ended meanwhile took its log along.
  [[nodiscard]] Activity read_new(std::span<const SupervisorStatus> running);

 private:
  Supervisors& supervisors_;
  std::map<ProcessId, std::uint64_t> cursors_;
};

}  // namespace sallyport
