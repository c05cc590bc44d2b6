#pragma once

#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// The proxy of Windows' settings, for this user: WinHttpGetIEProxyConfigForCurrentUser, and WinHttpGetProxyForUrl for
/// scripts and detection (learn.microsoft.com/en-us/windows/win32/winhttp/winhttp-autoproxy-support), in the order of
/// Windows' own programs: detection, script, servers. WinHTTP loads scripts over HTTP only. A network without detection
/// is no error; a script that does not load is one.
class WinhttpSystemProxy final : public SystemProxy {
 public:
  [[nodiscard]] Result<SystemProxyConfiguration> configuration() override;
  using SystemProxy::resolve;
  [[nodiscard]] Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                              std::chrono::milliseconds timeout,
                                                                              const std::stop_token& stop) override;
  /// The thread must have a message loop.
  [[nodiscard]] std::unique_ptr<Watch> watch(std::function<void()> changed) override;
  [[nodiscard]] std::unique_ptr<Watch> watch_on_own_thread(std::function<void()> changed) override;
  [[nodiscard]] std::vector<std::string> settings_command() override;
};

}  // namespace sallyport
