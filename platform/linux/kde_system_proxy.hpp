#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/linux/kde_proxy.hpp"
#include "platform/linux/pac_script.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// KDE's kioslaverc in XDG_CONFIG_HOME and XDG_CONFIG_DIRS. Manual servers are chosen as KDE does; PAC files are run by
/// GLib's PAC runner (glib-networking-services).
class KdeSystemProxy final : public SystemProxy {
 public:
  explicit KdeSystemProxy(Environment environment);

  Result<SystemProxyConfiguration> configuration() override;
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                std::chrono::milliseconds timeout,
                                                                const std::stop_token& stop) override;
  std::unique_ptr<Watch> watch(std::function<void()> changed) override;
  std::unique_ptr<Watch> watch_on_own_thread(std::function<void()> changed) override;
  std::vector<std::string> settings_command() override;

 private:
  /// The system's files first, the user's last.
  [[nodiscard]] std::vector<std::string> paths() const;
  [[nodiscard]] Result<KdeProxy> read() const;

  Environment environment_;
  std::shared_ptr<PacScript> script_ = std::make_shared<PacScript>();
};

}  // namespace sallyport
