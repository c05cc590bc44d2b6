#pragma once

#include <memory>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// The proxy of the desktop that runs: GNOME's settings or KDE's, chosen by XDG_CURRENT_DESKTOP. On any other desktop
/// the configuration is kUnknown with a sentence, and `resolve` is kUnsupported.
class LinuxSystemProxy final : public SystemProxy {
 public:
  explicit LinuxSystemProxy(const Environment& environment);
  ~LinuxSystemProxy() override;

  Result<SystemProxyConfiguration> configuration() override;
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                std::chrono::milliseconds timeout) override;
  std::unique_ptr<Watch> watch(std::function<void()> changed) override;
  std::vector<std::string> settings_command() override;

 private:
  std::unique_ptr<SystemProxy> desktop_;
};

}  // namespace sallyport
