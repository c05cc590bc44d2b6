#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/linux/pac_script.hpp"
#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// GSettings `org.gnome.system.proxy`, which GNOME and its relatives share. `resolve` asks GIO's own resolver for it
/// (from glib-networking).
class GnomeSystemProxy final : public SystemProxy {
 public:
  /// `settings_commands` are tried in this order.
  explicit GnomeSystemProxy(std::vector<std::vector<std::string>> settings_commands);
  ~GnomeSystemProxy() override;
  GnomeSystemProxy(const GnomeSystemProxy&) = delete;
  GnomeSystemProxy& operator=(const GnomeSystemProxy&) = delete;

  Result<SystemProxyConfiguration> configuration() override;
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                std::chrono::milliseconds timeout,
                                                                const std::stop_token& stop) override;
  std::unique_ptr<Watch> watch(std::function<void()> changed) override;
  std::unique_ptr<Watch> watch_on_own_thread(std::function<void()> changed) override;
  std::vector<std::string> settings_command() override;

 private:
  class SettingsThread;

  std::vector<std::vector<std::string>> settings_commands_;
  std::shared_ptr<SettingsThread> thread_;
  std::shared_ptr<PacScript> script_ = std::make_shared<PacScript>();
};

/// The first whose program is in PATH, with its absolute path; else empty.
[[nodiscard]] std::vector<std::string> first_command_found(const std::vector<std::vector<std::string>>& commands);

/// GIO's list of answers, in order. SOCKS4, which GIO names beside SOCKS5, is left out; kUnsupported when nothing else
/// is left.
[[nodiscard]] Result<std::vector<std::optional<SystemProxyServer>>> read_proxy_answers(const char* const* answers);

}  // namespace sallyport
