#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// The variables that the session gives to what it starts.
struct SessionEnvironment {
  Environment variables;
  std::string keeper;  ///< in the ids of findings: `systemd`
  std::string name;    ///< behind "the": `environment of the session (systemd --user)`
  std::string lasts;   ///< how long a variable stays away, behind "takes NAME from it": ` for good`
};

/// What the user's session keeps in other places than files, as far as it concerns the proxy. Every call blocks for at
/// most kSeconds; any thread.
class DesktopSession {
 public:
  static constexpr int kSeconds = 2;

  virtual ~DesktopSession() = default;

  /// That of the session's manager (`systemd --user`), or of the user in Windows; empty optional when there is none.
  /// Never starts one. kTimedOut, kFailed.
  [[nodiscard]] virtual Result<std::optional<SessionEnvironment>> manager_environment() = 0;
  /// Takes variables from it. kFailed, kTimedOut.
  [[nodiscard]] virtual Result<void> unset_in_manager(std::span<const std::string> names) = 0;
  /// Takes the proxy's password from the desktop's own settings, where it stands in plain text (GNOME's
  /// `authentication-password`). kUnsupported where there is none; kFailed, kTimedOut.
  [[nodiscard]] virtual Result<void> forget_proxy_password() = 0;
  /// The packages that are missing for proxy scripts (PAC) to be run by the desktop; none when all is there.
  [[nodiscard]] virtual std::vector<std::string> missing_for_proxy_scripts() = 0;
};

}  // namespace sallyport
