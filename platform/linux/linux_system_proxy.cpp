#include "platform/desktop_adapters.hpp"

#include <string_view>

#include "platform/linux/gnome_system_proxy.hpp"
#include "platform/linux/kde_system_proxy.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

/// A desktop without a proxy setting, or one whose setting cannot be read.
class UnknownSystemProxy final : public SystemProxy {
 public:
  Result<SystemProxyConfiguration> configuration() override {
    SystemProxyConfiguration configuration;
    configuration.note = kNote;
    return configuration;
  }
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string&, std::chrono::milliseconds,
                                                                const std::stop_token&) override {
    return failure(ErrorCode::kUnsupported, kNote);
  }
  std::unique_ptr<Watch> watch(std::function<void()>) override { return nullptr; }
  std::unique_ptr<Watch> watch_on_own_thread(std::function<void()>) override { return nullptr; }
  std::vector<std::string> settings_command() override { return {}; }

 private:
  static constexpr const char* kNote = "This desktop has no proxy setting that Sallyport can read.";
};

/// Desktops that keep their proxy where GNOME does, with the page that shows it.
struct GnomeRelative {
  std::string_view desktop;
  std::vector<std::string> settings_command;
};

const std::vector<GnomeRelative>& gnome_relatives() {
  static const std::vector<GnomeRelative> relatives = {
      {"gnome", {"gnome-control-center", "network"}},      {"unity", {"unity-control-center", "network"}},
      {"x-cinnamon", {"cinnamon-settings", "network"}},    {"cinnamon", {"cinnamon-settings", "network"}},
      {"budgie", {"budgie-control-center", "network"}},    {"mate", {"mate-network-properties"}},
      {"pantheon", {"io.elementary.settings", "network"}}, {"xfce", {"gnome-control-center", "network"}},
  };
  return relatives;
}

}  // namespace

std::unique_ptr<SystemProxy> make_system_proxy(const Environment& environment) {
  const std::string* desktops = environment.find("XDG_CURRENT_DESKTOP");
  for (std::string_view rest = desktops == nullptr ? std::string_view() : *desktops; !rest.empty();) {
    const auto end = rest.find(':');
    const std::string desktop = ascii_lower(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (desktop == "kde") return std::make_unique<KdeSystemProxy>(environment);
    for (const GnomeRelative& relative : gnome_relatives()) {
      if (desktop != relative.desktop && !desktop.starts_with(std::string(relative.desktop) + "-")) continue;
      return std::make_unique<GnomeSystemProxy>(
          std::vector<std::vector<std::string>>{relative.settings_command, {"gnome-control-center", "network"}});
    }
  }
  return std::make_unique<UnknownSystemProxy>();
}

}  // namespace sallyport
