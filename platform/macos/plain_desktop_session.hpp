#pragma once

#include "sallyport/ports/desktop_session.hpp"

namespace sallyport {

/// macOS has no such places: launchd gives apps no proxy variables unless `launchctl setenv` was used, which no
/// documented call lists, the login of the system proxy is in the keychain, and scripts (PAC) are run by CFNetwork.
class PlainDesktopSession final : public DesktopSession {
 public:
  [[nodiscard]] Result<std::optional<SessionEnvironment>> manager_environment() override { return std::nullopt; }
  [[nodiscard]] Result<void> unset_in_manager(std::span<const std::string>) override { return {}; }
  [[nodiscard]] Result<void> forget_proxy_password() override {
    return failure(ErrorCode::kUnsupported, "macOS keeps no proxy password in plain text.");
  }
  [[nodiscard]] std::vector<std::string> missing_for_proxy_scripts() override { return {}; }
};

}  // namespace sallyport
