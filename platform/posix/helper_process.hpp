#pragma once

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

#include "platform/posix/file_descriptor.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// A program that this one uses for itself, with its standard streams kept apart from ours; no client. It is ended when
/// this object goes: SIGTERM, then SIGKILL.
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
  HelperProcess() = default;
  /// Takes in what was written, for which it waits up to `patience`; false when there was nothing.
  bool read_output(std::chrono::milliseconds patience);

  pid_t pid_ = -1;
  FileDescriptor output_;
  FileDescriptor messages_;
  Ended ended_;
};

}  // namespace sallyport
