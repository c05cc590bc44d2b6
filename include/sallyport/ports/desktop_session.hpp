#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// What the user's session keeps in other places than files, as far as it concerns the proxy. Every call blocks for at
/// most kSeconds; any thread.
class DesktopSession {
 public:
  static constexpr int kSeconds = 2;

  virtual ~DesktopSession() = default;

  /// The environment that the session's manager (`systemd --user`) gives to what it starts; empty optional when there
  /// is no such manager. Never starts one. kTimedOut, kFailed.
  [[nodiscard]] virtual Result<std::optional<Environment>> manager_environment() = 0;
  /// Takes variables from it, until the session begins anew. kFailed, kTimedOut.
  [[nodiscard]] virtual Result<void> unset_in_manager(std::span<const std::string> names) = 0;
  /// Takes the proxy's password from the desktop's own settings, where it stands in plain text (GNOME's
  /// `authentication-password`). kUnsupported where there is none; kFailed, kTimedOut.
  [[nodiscard]] virtual Result<void> forget_proxy_password() = 0;
  /// The packages that are missing for proxy scripts (PAC) to be run by the desktop; none when all is there.
  [[nodiscard]] virtual std::vector<std::string> missing_for_proxy_scripts() = 0;
};

}  // namespace sallyport
