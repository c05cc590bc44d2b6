#pragma once

#include <string>
#include <tl/expected.hpp>

namespace sallyport {

/// What went wrong, in the terms that callers act on. The command line maps each code to its exit code.
enum class ErrorCode {
  kInvalidValue,          ///< a value given by the user breaks a rule
  kInvalidSettings,       ///< the settings file cannot be parsed, is newer than this program, or is unsafe to read
  kUnknownName,           ///< no such verb, option, key or client
  kCredentialNotStored,   ///< the keychain answered: there is no such item
  kKeychainLocked,        ///< locked, or the user dismissed the unlock prompt
  kKeychainAbsent,        ///< no keychain service answers in this session
  kKeychainFailed,        ///< the keychain answered with an error of its own
  kCommandNotFound,       ///< no such program (shell: 127)
  kCommandNotExecutable,  ///< the program exists and cannot be executed (shell: 126)
  kUnsupported,           ///< this build or platform cannot do it
  kNotRunning,            ///< no such running client
  kDidNotQuit,            ///< the client was asked to quit and is still there
  kTimedOut,              ///< no answer within the stated time
  kCancelled,             ///< the caller asked to stop
  kAlreadyExists,         ///< the target exists and is never overwritten
  kIo,                    ///< the operating system refused a file, socket or process operation
  kFailed,                ///< anything else; the message says what
};

/// An expected failure. `message` is a whole sentence for the user: what happened, to what, what to do next.
/// `detail` is the native cause (errno text, GError, HRESULT) and may be empty. Neither ever holds a secret.
struct Error {
  ErrorCode code = ErrorCode::kFailed;
  std::string message;
  std::string detail = {};
};

/// A value or the Error that prevented it. Expected failures never throw; library exceptions stop at the adapter.
template <typename T>
using Result = tl::expected<T, Error>;

/// `return failure(ErrorCode::kIo, "…");`
[[nodiscard]] inline tl::unexpected<Error> failure(ErrorCode code, std::string message, std::string detail = {}) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(detail)});
}

}  // namespace sallyport
