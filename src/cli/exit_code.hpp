#pragma once

#include "sallyport/core/result.hpp"

namespace sallyport {

/// The exit codes that scripts depend on.
enum ExitCode : int {
  kExitDone = 0,
  kExitFailed = 1,           ///< failed, or partly
  kExitUnknown = 2,          ///< unknown verb, option, key or client
  kExitInvalid = 3,          ///< a value or the settings file is invalid
  kExitCredential = 4,       ///< not stored; or the keychain is locked, dismissed or absent
  kExitProxy = 5,            ///< the proxy refused or is unreachable
  kExitLaunchFailed = 125,   ///< `launch`, `run`: any failure of ours
  kExitNotExecutable = 126,  ///< `launch`, `run`: as a shell
  kExitNotFound = 127,       ///< `launch`, `run`: as a shell
};

/// For every verb but `launch` and `run`.
[[nodiscard]] ExitCode exit_code(ErrorCode code);
/// For `launch` and `run`, whose other codes are the client's own.
[[nodiscard]] ExitCode launch_exit_code(ErrorCode code);

}  // namespace sallyport
