#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// What `launch` and `run` return for every failure of their own.
inline constexpr int kOwnFailure = 125;
/// 127 for kCommandNotFound, 126 for kCommandNotExecutable, else kOwnFailure.
[[nodiscard]] int exit_code_of(ErrorCode code);

/// What a supervisor tells the waiter: the process that the shell waits for.
struct LaunchNote {
  enum class Kind : char {
    kWarning,   ///< `text`
    kPrepared,  ///< from here on a client may exist
    kRunning,   ///< `number`: its process
    kFailed,    ///< `number`: an ErrorCode; `text`, `detail`: the error's
    kEnded,     ///< `number`: the exit code as a shell has it
  };
  Kind kind = Kind::kWarning;
  int number = 0;
  std::string text = {};
  std::string detail = {};
};

[[nodiscard]] LaunchNote failure_note(const Error& error);

/// A note as bytes for the other process, which runs the same program; texts are cut at 32 KiB.
[[nodiscard]] std::string pack(const LaunchNote& note);
/// `receive(data, size)` fills all of `size` bytes, or returns false: the other end is gone. Empty then, and for what
/// is no note.
[[nodiscard]] std::optional<LaunchNote> unpack_note(const std::function<bool(char*, std::size_t)>& receive);

}  // namespace sallyport
