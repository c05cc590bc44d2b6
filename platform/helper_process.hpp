#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// A program that this one uses for itself, with its standard streams kept apart from ours; no client. It is ended when
/// this object goes: SIGTERM, then SIGKILL; on Windows at once.
class HelperProcess {
 public:
  enum class Streams {
    kCaptured,   ///< what it writes is given by `finish`
    kDiscarded,  ///< for one that stays
  };
  struct Ended {
    int code = 0;  ///< 128+N for signal N
    std::string output;
    std::string messages;  ///< its standard error
  };

  /// `input` is all of its standard input; at most 4096 bytes.
  [[nodiscard]] static Result<std::unique_ptr<HelperProcess>> start(const ProcessSpec& spec, std::string_view input,
                                                                    Streams streams);
  ~HelperProcess();
  HelperProcess(const HelperProcess&) = delete;
  HelperProcess& operator=(const HelperProcess&) = delete;

  /// Waits for its end. kTimedOut, kCancelled: it is still there.
  [[nodiscard]] Result<Ended> finish(std::chrono::milliseconds timeout, const std::stop_token& stop);

 private:
  struct State;
  explicit HelperProcess(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace sallyport
