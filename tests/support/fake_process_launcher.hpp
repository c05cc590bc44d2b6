#pragma once

#include <map>
#include <vector>

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// Starts nothing and remembers what it was asked to start.
class FakeProcessLauncher final : public ProcessLauncher {
 public:
  Result<ProcessId> start(const ProcessSpec& spec) override {
    if (spec.directory == "/no/such/folder") {
      return failure(ErrorCode::kInvalidValue, spec.program + " was not started: its folder does not exist.");
    }
    if (const auto found = refusals.find(spec.program); found != refusals.end()) {
      return failure(found->second, spec.program + " was not started.");
    }
    started.push_back(spec);
    return next_pid++;
  }

  Result<void> start_apart(const ProcessSpec& spec) override {
    apart.push_back(spec);
    return {};
  }

  std::map<std::string, ErrorCode> refusals;
  std::vector<ProcessSpec> started;
  std::vector<ProcessSpec> apart;
  ProcessId next_pid = 1000;
};

}  // namespace sallyport
