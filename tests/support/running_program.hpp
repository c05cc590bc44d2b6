#pragma once

#include "support/started_program.hpp"

namespace sallyport {

/// A program in a process group of its own, with its output in a pipe.
class RunningProgram : public StartedProgram {
 public:
  RunningProgram(const std::vector<std::string>& command, const std::map<std::string, std::string>& variables);
  ~RunningProgram() override;
  RunningProgram(RunningProgram&& other) noexcept;
  RunningProgram& operator=(RunningProgram&&) = delete;
  RunningProgram(const RunningProgram&) = delete;

  /// Everything written to both streams, up to their end; empty when they stay open for longer than `limit`.
  [[nodiscard]] std::optional<std::string> output(std::chrono::milliseconds limit = std::chrono::seconds(20));

 private:
  int output_ = -1;
};

}  // namespace sallyport
