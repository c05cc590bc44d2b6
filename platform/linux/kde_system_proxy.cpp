#include "platform/linux/kde_system_proxy.hpp"

#include <fmt/format.h>
#include <gio/gio.h>

#include <algorithm>
#include <utility>

#include "platform/linux/bounded_call.hpp"
#include "platform/linux/glib_loop.hpp"
#include "platform/linux/glib_pointer.hpp"
#include "platform/linux/gnome_system_proxy.hpp"
#include "platform/linux/session_bus.hpp"
#include "platform/posix/regular_file.hpp"
#include "sallyport/core/bypass_list.hpp"

namespace sallyport {
namespace {

using Answers = std::vector<std::optional<SystemProxyServer>>;

constexpr std::string_view kFile = "/kioslaverc";
constexpr std::size_t kMaximumSize = std::size_t{4} * 1024 * 1024;

Result<Answers> run_pac(const std::string& pac_url, const std::string& url, PacScript& script,
                        GCancellable* cancellable) {
  constexpr const char* kRunner = "org.gtk.GLib.PACRunner";
  GErrorSlot error;
  const auto bus = connect_session_bus(error.out());
  GLibPointer<GVariant> reply;
  if (bus) {
    reply.reset(g_dbus_connection_call_sync(
        bus.get(), kRunner, "/org/gtk/GLib/PACRunner", kRunner, "Lookup",
        g_variant_new("(ss)", pac_url.empty() ? "wpad://" : pac_url.c_str(), url.c_str()), G_VARIANT_TYPE("(as)"),
        G_DBUS_CALL_FLAGS_NONE, G_MAXINT, cancellable, error.out()));
  }
  if (!reply) {
    if (error.get()->domain == G_DBUS_ERROR || !bus) {
      return failure(ErrorCode::kUnsupported,
                     "Nothing here can run a proxy configuration file (PAC). Install the package "
                     "glib-networking-services.",
                     error.get()->message);
    }
    return failure(ErrorCode::kFailed, describe_pac_failure(pac_url, error.get()->message), error.get()->message);
  }
  char** answers = nullptr;
  g_variant_get(reply.get(), "(^as)", &answers);
  const GLibStrings owned(answers);
  auto servers = read_proxy_answers(answers);
  if (!servers) return servers;
  return script.judge(pac_url, *std::move(servers), cancellable);
}

Answers only(const std::optional<SystemProxyServer>& server) {
  Answers answers;
  if (!server) {
    answers.emplace_back();
    return answers;
  }
  SystemProxyServer copy{server->endpoint, std::nullopt};
  if (server->credential) copy.credential = server->credential->clone();
  answers.emplace_back(std::move(copy));
  return answers;
}

class FileWatch final : public SystemProxy::Watch {
 public:
  FileWatch(GObjectPointer<GFileMonitor> monitor, std::function<void()> changed)
      : monitor_(std::move(monitor)), changed_(std::move(changed)) {
    g_signal_connect(monitor_.get(), "changed", G_CALLBACK(on_changed), this);
  }
  ~FileWatch() override { g_signal_handlers_disconnect_by_data(monitor_.get(), this); }

 private:
  static void on_changed(GFileMonitor*, GFile*, GFile*, GFileMonitorEvent, gpointer self) {
    static_cast<FileWatch*>(self)->changed_();
  }

  GObjectPointer<GFileMonitor> monitor_;
  std::function<void()> changed_;
};

}  // namespace

KdeSystemProxy::KdeSystemProxy(Environment environment) : environment_(std::move(environment)) {}

std::vector<std::string> KdeSystemProxy::paths() const {
  const auto value = [this](std::string_view name) {
    const std::string* found = environment_.find(name);
    return found == nullptr ? std::string() : *found;
  };
  std::string directories = value("XDG_CONFIG_DIRS");
  if (directories.empty()) directories = "/etc/xdg";
  std::vector<std::string> paths;
  for (std::string_view rest = directories; !rest.empty();) {
    const auto end = rest.find(':');
    const std::string_view directory = rest.substr(0, end);
    if (directory.starts_with('/')) paths.push_back(std::string(directory).append(kFile));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  std::reverse(paths.begin(), paths.end());  // the first directory counts most
  std::string home = value("XDG_CONFIG_HOME");
  if (!home.starts_with('/')) home = value("HOME") + "/.config";
  paths.push_back(home.append(kFile));
  return paths;
}

Result<KdeProxy> KdeSystemProxy::read() const {
  std::vector<std::string> texts;
  for (const std::string& path : paths()) {
    auto file = read_regular_file(path, kMaximumSize);
    if (!file) {
      return failure(ErrorCode::kIo, fmt::format("KDE's proxy settings in {} cannot be read.", path),
                     std::move(file.error().message));
    }
    if (*file) texts.push_back(std::move((*file)->text));
  }
  KdeProxy kde = read_kioslaverc(texts, environment_);
  for (std::string& text : texts) wipe_memory(text.data(), text.size());
  return kde;
}

Result<SystemProxyConfiguration> KdeSystemProxy::configuration() {
  auto kde = read();
  if (!kde) return tl::unexpected(std::move(kde.error()));
  return std::move(kde->configuration);
}

Result<Answers> KdeSystemProxy::resolve(const std::string& url, std::chrono::milliseconds timeout,
                                        const std::stop_token& stop) {
  const auto kde = read();
  if (!kde) return tl::unexpected(kde.error());
  const SystemProxyConfiguration& configuration = kde->configuration;
  if (configuration.mode == SystemProxyConfiguration::Mode::kAutomatic) {
    return run_bounded<Answers>(timeout, stop,
                                [pac_url = configuration.pac_url, url, script = script_](GCancellable* cancellable) {
                                  return run_pac(pac_url, url, *script, cancellable);
                                })
        .map_error(explain_pac_silence);
  }
  if (configuration.mode != SystemProxyConfiguration::Mode::kManual) return only(std::nullopt);

  const auto target = parse_request_target(url);
  if (!target) return tl::unexpected(target.error());
  const auto list = BypassList::parse(kde->only_listed ? kde->listed : configuration.bypass, nullptr);
  const bool uses_proxy = (list.match(*target) != nullptr) == kde->only_listed;
  if (!uses_proxy || target->host.is_loopback()) return only(std::nullopt);
  const auto& server = target->is_tls() ? configuration.https : configuration.http;
  return only(server ? server : configuration.socks);
}

std::unique_ptr<SystemProxy::Watch> KdeSystemProxy::watch(std::function<void()> changed) {
  const GObjectPointer<GFile> file(g_file_new_for_path(paths().back().c_str()));
  GObjectPointer<GFileMonitor> monitor(g_file_monitor_file(file.get(), G_FILE_MONITOR_NONE, nullptr, nullptr));
  if (!monitor) return nullptr;
  return std::make_unique<FileWatch>(std::move(monitor), std::move(changed));
}

std::unique_ptr<SystemProxy::Watch> KdeSystemProxy::watch_on_own_thread(std::function<void()> changed) {
  auto watch =
      std::make_unique<WatchOnLoop>(std::make_shared<GlibLoop>(), [&] { return this->watch(std::move(changed)); });
  if (!*watch) return nullptr;
  return watch;
}

std::vector<std::string> KdeSystemProxy::settings_command() {
  return first_command_found({{"systemsettings", "kcm_proxy"},
                              {"systemsettings5", "kcm_proxy"},
                              {"kcmshell6", "kcm_proxy"},
                              {"kcmshell5", "kcm_proxy"}});
}

}  // namespace sallyport
