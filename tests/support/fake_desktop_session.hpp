#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sallyport/ports/desktop_session.hpp"

namespace sallyport {

/// A session whose manager and settings a test decides.
class FakeDesktopSession final : public DesktopSession {
 public:
  std::optional<Environment> manager;
  std::optional<Error> error;
  std::vector<std::string> missing;
  int forgotten = 0;

  [[nodiscard]] Result<std::optional<SessionEnvironment>> manager_environment() override {
    if (error) return tl::unexpected(*error);
    if (!manager) return std::nullopt;
    return SessionEnvironment{*manager, "systemd", "environment of the session", " for good"};
  }
  [[nodiscard]] Result<void> unset_in_manager(std::span<const std::string> names) override {
    if (error || !manager) return failure(ErrorCode::kFailed, "There is no manager of the session.");
    for (const std::string& name : names) manager->unset(name);
    return {};
  }
  [[nodiscard]] Result<void> forget_proxy_password() override {
    if (error) return tl::unexpected(*error);
    ++forgotten;
    return {};
  }
  [[nodiscard]] std::vector<std::string> missing_for_proxy_scripts() override { return missing; }
};

}  // namespace sallyport
