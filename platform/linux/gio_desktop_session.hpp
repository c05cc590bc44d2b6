#pragma once

#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/desktop_session.hpp"

namespace sallyport {

/// `systemd --user` on the session bus (org.freedesktop.systemd1), which is never started by asking; GNOME's settings;
/// the files of libproxy and glib-networking, which run proxy scripts.
class GioDesktopSession final : public DesktopSession {
 public:
  explicit GioDesktopSession(const Environment& environment);

  [[nodiscard]] Result<std::optional<SessionEnvironment>> manager_environment() override;
  [[nodiscard]] Result<void> unset_in_manager(std::span<const std::string> names) override;
  [[nodiscard]] Result<void> forget_proxy_password() override;
  [[nodiscard]] std::vector<std::string> missing_for_proxy_scripts() override;

 private:
  std::vector<std::string> data_directories_;
};

/// What of the packages is missing when libraries are in `library_folder` and services are described below
/// `data_directories`.
[[nodiscard]] std::vector<std::string> missing_script_packages(const std::string& library_folder,
                                                               const std::vector<std::string>& data_directories);

}  // namespace sallyport
