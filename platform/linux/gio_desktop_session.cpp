#include "platform/linux/gio_desktop_session.hpp"

#include <dlfcn.h>
#include <fmt/format.h>
#include <gio/gio.h>

#include <chrono>
#include <filesystem>
#include <sstream>
#include <system_error>
#include <utility>

#include "platform/linux/bounded_call.hpp"
#include "platform/linux/glib_pointer.hpp"
#include "platform/linux/session_bus.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr const char* kManager = "org.freedesktop.systemd1";
constexpr const char* kManagerPath = "/org/freedesktop/systemd1";
constexpr const char* kManagerInterface = "org.freedesktop.systemd1.Manager";
constexpr const char* kProxySchema = "org.gnome.system.proxy.http";
constexpr const char* kPasswordKey = "authentication-password";
constexpr std::chrono::seconds kTime{DesktopSession::kSeconds};

bool says_absent(const GError* error) {
  return g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
         g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER) ||
         // A session without systemd has nobody that could be started in its place.
         g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND);
}

/// Null with `error` set. `arguments` is taken.
GLibPointer<GVariant> ask_manager(const char* interface, const char* method, GVariant* arguments,
                                  GCancellable* cancellable, GErrorSlot& error) {
  const GLibPointer<GVariant> owned(g_variant_ref_sink(arguments));
  const auto bus = connect_session_bus(error.out());
  if (!bus) return nullptr;
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(kTime).count();
  return GLibPointer<GVariant>(g_dbus_connection_call_sync(bus.get(), kManager, kManagerPath, interface, method,
                                                           owned.get(), nullptr, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                                                           static_cast<int>(milliseconds), cancellable, error.out()));
}

Result<std::optional<SessionEnvironment>> read_manager_environment(GCancellable* cancellable) {
  GErrorSlot error;
  const auto reply = ask_manager("org.freedesktop.DBus.Properties", "Get",
                                 g_variant_new("(ss)", kManagerInterface, "Environment"), cancellable, error);
  if (!reply) {
    const bool no_bus = g_error_matches(error.get(), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
    if (no_bus || says_absent(error.get())) return std::nullopt;
    return failure(ErrorCode::kFailed, "The session's manager (systemd --user) does not say its environment.",
                   error.get()->message);
  }
  if (!g_variant_is_of_type(reply.get(), G_VARIANT_TYPE("(v)"))) return std::nullopt;
  GVariant* boxed = nullptr;
  g_variant_get(reply.get(), "(v)", &boxed);
  const GLibPointer<GVariant> value(boxed);
  if (!g_variant_is_of_type(value.get(), G_VARIANT_TYPE_STRING_ARRAY)) return std::nullopt;
  const GLibStrings block(g_variant_dup_strv(value.get(), nullptr));
  std::vector<std::string> variables;
  for (char** each = block.get(); *each != nullptr; ++each) variables.emplace_back(*each);
  return SessionEnvironment{
      Environment::from_block(variables), "systemd", "environment of the session (systemd --user)",
      ", until that begins anew: then it is set again where a file in environment.d, or a program "
      "of the session, does so"};
}

}  // namespace

std::vector<std::string> missing_script_packages(const std::string& library_folder,
                                                 const std::vector<std::string>& data_directories) {
  std::vector<std::string> missing;
  std::error_code ignored;
  bool has_service = false;
  for (const std::string& directory : data_directories) {
    has_service = has_service || fs::exists(directory + "/dbus-1/services/org.gtk.GLib.PACRunner.service", ignored);
  }
  if (!has_service) missing.emplace_back("glib-networking-services");
  // From 0.5 on libproxy runs scripts itself.
  bool has_runner = fs::exists(library_folder + "/libproxy/libpxbackend-1.0.so", ignored);
  for (fs::directory_iterator version(library_folder + "/libproxy", ignored), end; version != end && !has_runner;
       version.increment(ignored)) {
    for (fs::directory_iterator module(version->path() / "modules", ignored); module != end;
         module.increment(ignored)) {
      has_runner = has_runner || module->path().filename().string().starts_with("pacrunner_");
    }
  }
  if (!has_runner) missing.emplace_back("libproxy1-plugin-webkit");
  return missing;
}

GioDesktopSession::GioDesktopSession(const Environment& environment) {
  const std::string* value = environment.find("XDG_DATA_DIRS");
  std::istringstream text(value != nullptr && !value->empty() ? *value : "/usr/local/share:/usr/share");
  for (std::string directory; std::getline(text, directory, ':');) data_directories_.push_back(directory);
}

Result<std::optional<SessionEnvironment>> GioDesktopSession::manager_environment() {
  return run_bounded<std::optional<SessionEnvironment>>(
      kTime, {}, [](GCancellable* cancellable) { return read_manager_environment(cancellable); });
}

Result<void> GioDesktopSession::unset_in_manager(std::span<const std::string> names) {
  return run_bounded<void>(
      kTime, {},
      [names = std::vector<std::string>(names.begin(), names.end())](GCancellable* cancellable) -> Result<void> {
        GVariantBuilder list;
        g_variant_builder_init(&list, G_VARIANT_TYPE_STRING_ARRAY);
        for (const std::string& name : names) g_variant_builder_add(&list, "s", name.c_str());
        GErrorSlot error;
        if (ask_manager(kManagerInterface, "UnsetEnvironment", g_variant_new("(as)", &list), cancellable, error))
          return {};
        return failure(ErrorCode::kFailed, "The session's manager (systemd --user) does not change its environment.",
                       error.get()->message);
      });
}

Result<void> GioDesktopSession::forget_proxy_password() {
  GSettingsSchemaSource* source = g_settings_schema_source_get_default();
  GSettingsSchema* schema = source == nullptr ? nullptr : g_settings_schema_source_lookup(source, kProxySchema, TRUE);
  if (schema == nullptr) return failure(ErrorCode::kUnsupported, "This desktop keeps no proxy password of its own.");
  g_settings_schema_unref(schema);
  return run_bounded<void>(kTime, {}, [](GCancellable*) -> Result<void> {
    const auto bus = connect_session_bus(nullptr);  // made so that its loss does not end the process
    const GObjectPointer<GSettings> settings(g_settings_new(kProxySchema));
    if (g_settings_set_string(settings.get(), kPasswordKey, "") == FALSE) {
      return failure(ErrorCode::kFailed, "GNOME's settings do not let the password be changed.");
    }
    g_settings_sync();
    return {};
  });
}

std::vector<std::string> GioDesktopSession::missing_for_proxy_scripts() {
  // libproxy lies beside GIO.
  Dl_info library{};
  if (dladdr(reinterpret_cast<const void*>(&g_proxy_resolver_get_default), &library) == 0) return {};
  std::error_code error;
  const fs::path path = fs::canonical(library.dli_fname, error);
  return error ? std::vector<std::string>() : missing_script_packages(path.parent_path(), data_directories_);
}

}  // namespace sallyport
