#pragma once

#include "sallyport/ports/desktop_session.hpp"

namespace sallyport {

/// Windows keeps the variables that the user's programs get in the registry, `HKEY_CURRENT_USER\Environment`
/// (learn.microsoft.com/en-us/windows/win32/procthread/environment-variables): what is taken from there stays away.
/// Those of the machine, which an administrator sets, are not among them. Explorer takes a change over when it is told
/// of one (WM_SETTINGCHANGE: learn.microsoft.com/en-us/windows/win32/winmsg/wm-settingchange); a window that does not
/// answer is not waited for. Passwords of proxies are in Credential Manager, and WinHTTP runs scripts (PAC).
class WindowsDesktopSession final : public DesktopSession {
 public:
  [[nodiscard]] Result<std::optional<SessionEnvironment>> manager_environment() override;
  [[nodiscard]] Result<void> unset_in_manager(std::span<const std::string> names) override;
  [[nodiscard]] Result<void> forget_proxy_password() override;
  [[nodiscard]] std::vector<std::string> missing_for_proxy_scripts() override { return {}; }
};

}  // namespace sallyport
