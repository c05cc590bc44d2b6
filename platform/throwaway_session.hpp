#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/program_finder.hpp"

namespace sallyport {

/// A session of this system's, to throw away: settings and state of its own below a folder and, on Linux, a message bus
/// with an unlocked keyring. Other systems have one keychain for each user, which is there in any session.
class ThrowawaySession {
 public:
  /// `home` is an empty folder; `environment` is changed to lead there. Blocks for a moment. kKeychainAbsent when this
  /// machine lacks a program that is needed; the message says how to get it. kCancelled, kTimedOut, kIo.
  [[nodiscard]] static Result<std::unique_ptr<ThrowawaySession>> start(const std::string& home,
                                                                       Environment& environment,
                                                                       ProgramFinder& programs,
                                                                       const std::stop_token& stop);
  virtual ~ThrowawaySession() = default;

  /// Whether passwords that are stored in it outlive it, and have to be removed.
  [[nodiscard]] virtual bool keeps_passwords() const = 0;
};

}  // namespace sallyport
