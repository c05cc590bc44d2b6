#pragma once

#include <string>
#include <vector>

#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// How clients quit and come back, or stop: one line for each.
class RestartProgress {
 public:
  enum class Action { kRestart, kStop };
  enum class State {
    kWorking,      ///< asked to quit, or starting
    kDone,         ///< runs with the new settings, or has stopped
    kNotVerified,  ///< runs, but not certainly with the new settings
    kDidNotQuit,   ///< wait, force quit, or leave it running
    kLeft,         ///< left running, with the old settings
    kFailed,
  };
  struct Line {
    ProcessId supervisor = 0;
    std::string client_id = {};
    std::string name = {};
    Action action = Action::kRestart;
    State state = State::kWorking;
    std::string text = {};  ///< a whole sentence
  };

  /// Begins a line for `client`; lines that are over go when nothing is under way any more.
  void begin(const SupervisorStatus& client, Action action);
  /// The supervisor is asked again (Wait), or the client is ended by force.
  void again(ProcessId supervisor, bool force);
  void leave(ProcessId supervisor);
  void restarted(ProcessId supervisor, const Result<RestartOutcome>& outcome);
  void stopped(ProcessId supervisor, const Result<void>& outcome);

  void clear() { lines_.clear(); }

  [[nodiscard]] const std::vector<Line>& lines() const { return lines_; }
  /// Nothing is under way and nothing waits for an answer.
  [[nodiscard]] bool is_over() const;

 private:
  Line* find(ProcessId supervisor);
  static void fail(Line& line, const Error& error);

  std::vector<Line> lines_;
};

}  // namespace sallyport
