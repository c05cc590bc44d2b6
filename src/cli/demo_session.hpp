#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/helper_process.hpp"
#include "platform/throwaway_directory.hpp"
#include "platform/throwaway_session.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/program_finder.hpp"

namespace sallyport {

/// A session to throw away and Sallyport in it, so that the user's settings and passwords are left alone. All of it
/// goes with this object, which takes back a password that would stay in the keychain.
class DemoSession {
 public:
  /// `base` is the caller's environment, `launcher` the installed `sallyport`. Errors: see ThrowawaySession.
  [[nodiscard]] static Result<std::unique_ptr<DemoSession>> start(const Environment& base, const std::string& launcher,
                                                                  ProgramFinder& programs, std::stop_token stop);
  ~DemoSession();
  DemoSession(const DemoSession&) = delete;
  DemoSession& operator=(const DemoSession&) = delete;

  /// `sallyport ARGUMENTS…` in the session, with `more` added to its environment.
  [[nodiscard]] Result<HelperProcess::Ended> sallyport(
      const std::vector<std::string>& arguments, std::string_view input = {},
      const std::vector<std::pair<std::string, std::string>>& more = {});
  /// Waits until the keychain answers.
  [[nodiscard]] Result<void> wait_for_keychain();
  /// A file for what a client has no other place for.
  [[nodiscard]] std::string scratch_file() const { return home_->path() + "/scratch"; }

 private:
  DemoSession() = default;

  std::string launcher_;
  Environment environment_;
  std::stop_token stop_;
  std::unique_ptr<ThrowawayDirectory> home_;
  std::unique_ptr<ThrowawaySession> session_;
};

}  // namespace sallyport
