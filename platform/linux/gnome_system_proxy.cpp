#include "platform/linux/gnome_system_proxy.hpp"

#include <fmt/format.h>
#include <gio/gio.h>

#include <array>
#include <mutex>
#include <utility>

#include "platform/linux/bounded_call.hpp"
#include "platform/linux/glib_loop.hpp"
#include "platform/linux/glib_pointer.hpp"
#include "platform/linux/gnome_proxy.hpp"
#include "platform/linux/proxy_uri.hpp"
#include "platform/linux/session_bus.hpp"

namespace sallyport {
namespace {

constexpr const char* kSchema = "org.gnome.system.proxy";
constexpr std::array kSchemas = {kSchema, "org.gnome.system.proxy.http", "org.gnome.system.proxy.https",
                                 "org.gnome.system.proxy.socks", "org.gnome.system.proxy.ftp"};
constexpr const char* kNoSchema =
    "GNOME's proxy settings are not installed here. Install the package gsettings-desktop-schemas.";

/// g_settings_new ends the program when a schema is missing.
bool schemas_are_installed() {
  GSettingsSchemaSource* source = g_settings_schema_source_get_default();
  if (source == nullptr) return false;
  for (const char* id : kSchemas) {
    GSettingsSchema* schema = g_settings_schema_source_lookup(source, id, TRUE);
    if (schema == nullptr) return false;
    g_settings_schema_unref(schema);
  }
  return true;
}

std::string get_string(GSettings* settings, const char* key) {
  return GLibPointer<char>(g_settings_get_string(settings, key)).get();
}

GnomeProxyValues::Server get_server(const char* schema) {
  const GObjectPointer<GSettings> settings(g_settings_new(schema));
  return {get_string(settings.get(), "host"), g_settings_get_int(settings.get(), "port")};
}

GnomeProxyValues read_values() {
  GnomeProxyValues values;
  const GObjectPointer<GSettings> settings(g_settings_new(kSchema));
  values.mode = get_string(settings.get(), "mode");
  values.autoconfig_url = get_string(settings.get(), "autoconfig-url");
  const GLibStrings ignore_hosts(g_settings_get_strv(settings.get(), "ignore-hosts"));
  for (char** host = ignore_hosts.get(); *host != nullptr; ++host) values.ignore_hosts.emplace_back(*host);
  values.http = get_server(kSchemas[1]);
  values.https = get_server(kSchemas[2]);
  values.socks = get_server(kSchemas[3]);
  values.ftp = get_server(kSchemas[4]);
  const GObjectPointer<GSettings> http(g_settings_new(kSchemas[1]));
  values.use_authentication = g_settings_get_boolean(http.get(), "use-authentication");
  values.authentication_user = get_string(http.get(), "authentication-user");
  const GLibPointer<char> password(g_settings_get_string(http.get(), "authentication-password"));
  values.authentication_password = Secret(password.get());
  wipe_memory(password.get(), values.authentication_password.reveal().size());
  return values;
}

/// The settings' signals, which are sent for keys that were read since.
class GnomeWatch final : public SystemProxy::Watch {
 public:
  explicit GnomeWatch(std::function<void()> changed) : changed_(std::move(changed)) {
    for (const char* id : kSchemas) {
      auto& settings = settings_.emplace_back(g_settings_new(id));
      g_signal_connect(settings.get(), "changed", G_CALLBACK(on_changed), this);
      GSettingsSchema* schema = nullptr;
      g_object_get(settings.get(), "settings-schema", &schema, nullptr);
      const GLibStrings keys(g_settings_schema_list_keys(schema));
      for (char** key = keys.get(); *key != nullptr; ++key) {
        GLibPointer<GVariant>(g_settings_get_value(settings.get(), *key));
      }
      g_settings_schema_unref(schema);
    }
  }
  ~GnomeWatch() override {
    for (const auto& settings : settings_) g_signal_handlers_disconnect_by_data(settings.get(), this);
  }

 private:
  static void on_changed(GSettings*, const char*, gpointer self) { static_cast<GnomeWatch*>(self)->changed_(); }

  std::function<void()> changed_;
  std::vector<GObjectPointer<GSettings>> settings_;
};

Result<std::vector<std::optional<SystemProxyServer>>> resolve_now(const std::string& url, PacScript& script,
                                                                  GCancellable* cancellable) {
  // By name, as GIO itself would choose another resolver on the relatives of GNOME.
  static_cast<void>(g_proxy_resolver_get_default());  // registers the extensions
  GIOExtensionPoint* point = g_io_extension_point_lookup(G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  GIOExtension* extension = point == nullptr ? nullptr : g_io_extension_point_get_extension_by_name(point, "gnome");
  if (extension == nullptr) {
    return failure(ErrorCode::kUnsupported,
                   "GIO's resolver for GNOME's proxy settings is not installed. Install the package glib-networking.");
  }
  const GObjectPointer<GProxyResolver> resolver(
      static_cast<GProxyResolver*>(g_object_new(g_io_extension_get_type(extension), nullptr)));
  GErrorSlot error;
  const GLibStrings answers(g_proxy_resolver_lookup(resolver.get(), url.c_str(), cancellable, error.out()));
  const GObjectPointer<GSettings> settings(g_settings_new(kSchema));
  const bool automatic = get_string(settings.get(), "mode") == "auto";
  const std::string pac_url = automatic ? get_string(settings.get(), "autoconfig-url") : std::string();
  if (!answers) {
    const char* const detail = error.get()->message;
    if (automatic) return failure(ErrorCode::kFailed, describe_pac_failure(pac_url, detail), detail);
    return failure(ErrorCode::kFailed, "The system's proxy settings gave no answer for this URL.", detail);
  }
  auto servers = read_proxy_answers(answers.get());
  if (!automatic || !servers) return servers;
  return script.judge(pac_url, *std::move(servers), cancellable);
}

}  // namespace

/// The thread on which GSettings begins. A backend that watches a file (`keyfile`) does so in the loop of the thread
/// that made it: on one without, it would never hear of a change.
class GnomeSystemProxy::SettingsThread {
 public:
  /// Blocks.
  std::shared_ptr<GlibLoop> loop() {
    const std::lock_guard lock(mutex_);
    if (loop_) return loop_;
    auto loop = std::make_shared<GlibLoop>();
    loop->run([] {
      const auto bus = connect_session_bus(nullptr);
      const GObjectPointer<GSettings> first(g_settings_new(kSchema));
    });
    return loop_ = std::move(loop);
  }

 private:
  std::mutex mutex_;
  std::shared_ptr<GlibLoop> loop_;
};

Result<std::vector<std::optional<SystemProxyServer>>> read_proxy_answers(const char* const* answers) {
  std::vector<std::optional<SystemProxyServer>> servers;
  std::optional<Error> unusable;
  for (; *answers != nullptr; ++answers) {
    auto server = parse_proxy_uri(*answers);
    if (server) {
      servers.push_back(std::move(*server));
    } else {
      unusable = std::move(server.error());
    }
  }
  if (servers.empty() && unusable) return tl::unexpected(std::move(*unusable));
  return servers;
}

std::vector<std::string> first_command_found(const std::vector<std::vector<std::string>>& commands) {
  for (const auto& command : commands) {
    const GLibPointer<char> program(g_find_program_in_path(command.front().c_str()));
    if (!program) continue;
    auto found = command;
    found.front() = program.get();
    return found;
  }
  return {};
}

GnomeSystemProxy::GnomeSystemProxy(std::vector<std::vector<std::string>> settings_commands)
    : settings_commands_(std::move(settings_commands)), thread_(std::make_shared<SettingsThread>()) {}

GnomeSystemProxy::~GnomeSystemProxy() = default;

Result<SystemProxyConfiguration> GnomeSystemProxy::configuration() {
  if (!schemas_are_installed()) {
    SystemProxyConfiguration unknown;
    unknown.note = kNoSchema;
    return unknown;
  }
  return run_bounded<SystemProxyConfiguration>(std::chrono::seconds(5), {},
                                               [thread = thread_](GCancellable*) -> Result<SystemProxyConfiguration> {
                                                 thread->loop();
                                                 return gnome_configuration(read_values());
                                               });
}

Result<std::vector<std::optional<SystemProxyServer>>> GnomeSystemProxy::resolve(const std::string& url,
                                                                                std::chrono::milliseconds timeout,
                                                                                const std::stop_token& stop) {
  if (!schemas_are_installed()) return failure(ErrorCode::kUnsupported, kNoSchema);
  return run_bounded<std::vector<std::optional<SystemProxyServer>>>(
             timeout, stop,
             [url, thread = thread_, script = script_](GCancellable* cancellable) {
               thread->loop();
               return resolve_now(url, *script, cancellable);
             })
      .map_error(explain_pac_silence);
}

std::unique_ptr<SystemProxy::Watch> GnomeSystemProxy::watch(std::function<void()> changed) {
  if (!schemas_are_installed()) return nullptr;
  return std::make_unique<GnomeWatch>(std::move(changed));
}

std::unique_ptr<SystemProxy::Watch> GnomeSystemProxy::watch_on_own_thread(std::function<void()> changed) {
  if (!schemas_are_installed()) return nullptr;
  return std::make_unique<WatchOnLoop>(thread_->loop(),
                                       [&] { return std::make_unique<GnomeWatch>(std::move(changed)); });
}

std::vector<std::string> GnomeSystemProxy::settings_command() { return first_command_found(settings_commands_); }

}  // namespace sallyport
