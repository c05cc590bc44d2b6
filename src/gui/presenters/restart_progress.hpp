#pragma once

#include <string>
#include <vector>

#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// How the restarts of Save and Restart go: one line for each running client.
class RestartProgress {
 public:
  enum class State {
    kRestarting,   ///< asked to quit, or starting
    kDone,         ///< runs with the new settings
    kNotVerified,  ///< runs, but not certainly with the new settings
    kDidNotQuit,   ///< wait, force quit, or leave it running
    kLeft,         ///< left running, with the old settings
    kFailed,
  };
  struct Line {
    ProcessId supervisor = 0;
    std::string client_id = {};
    std::string name = {};
    State state = State::kRestarting;
    std::string text = {};  ///< a whole sentence
  };

  /// Begins with `clients`; lines of before are gone.
  void begin(const std::vector<SupervisorStatus>& clients);
  /// The supervisor is asked again (Wait), or the client is ended by force.
  void again(ProcessId supervisor, bool force);
  void leave(ProcessId supervisor);
  void finish(ProcessId supervisor, const Result<RestartOutcome>& outcome);

  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  /// Nothing is under way and nothing waits for an answer.
  [[nodiscard]] bool is_over() const;

 private:
  Line* find(ProcessId supervisor);

  std::vector<Line> lines_;
};

}  // namespace sallyport
