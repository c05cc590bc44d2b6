#include "cli/exit_code.hpp"

namespace sallyport {

ExitCode exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUnknownName:
      return kExitUnknown;
    case ErrorCode::kInvalidValue:
    case ErrorCode::kInvalidSettings:
      return kExitInvalid;
    case ErrorCode::kCredentialNotStored:
    case ErrorCode::kKeychainLocked:
    case ErrorCode::kKeychainAbsent:
    case ErrorCode::kKeychainFailed:
      return kExitCredential;
    case ErrorCode::kCommandNotFound:
    case ErrorCode::kCommandNotExecutable:
    case ErrorCode::kUnsupported:
    case ErrorCode::kNotRunning:
    case ErrorCode::kDidNotQuit:
    case ErrorCode::kTimedOut:
    case ErrorCode::kCancelled:
    case ErrorCode::kAlreadyExists:
    case ErrorCode::kIo:
    case ErrorCode::kFailed:
      return kExitFailed;
  }
  return kExitFailed;
}

ExitCode launch_exit_code(ErrorCode code) {
  switch (code) {
    case ErrorCode::kCommandNotFound:
      return kExitNotFound;
    case ErrorCode::kCommandNotExecutable:
      return kExitNotExecutable;
    default:
      return kExitLaunchFailed;
  }
}

}  // namespace sallyport
