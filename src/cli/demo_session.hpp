#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "platform/helper_process.hpp"
#include "platform/throwaway_directory.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/program_finder.hpp"

namespace sallyport {

/// A desktop session to throw away: a home of its own, a message bus of its own and an unlocked keyring on it, so that
/// the user's settings and keychain are left alone. All of it goes with this object.
class DemoSession {
 public:
  /// `base` is the caller's environment, `launcher` the installed `sallyport`. kKeychainAbsent when this machine lacks
  /// a program that is needed; the message says how to get it.
  [[nodiscard]] static Result<std::unique_ptr<DemoSession>> start(const Environment& base, const std::string& launcher,
                                                                  ProgramFinder& programs, std::stop_token stop);

  /// `sallyport ARGUMENTS…` in the session, with `more` added to its environment.
  [[nodiscard]] Result<HelperProcess::Ended> sallyport(
      const std::vector<std::string>& arguments, std::string_view input = {},
      const std::vector<std::pair<std::string, std::string>>& more = {});
  /// Waits until the keyring answers on the bus.
  [[nodiscard]] Result<void> wait_for_keyring();

 private:
  DemoSession() = default;

  std::string launcher_;
  Environment environment_;
  std::stop_token stop_;
  std::unique_ptr<ThrowawayDirectory> home_;
  std::unique_ptr<HelperProcess> bus_;
  std::unique_ptr<HelperProcess> keyring_;
};

}  // namespace sallyport
