#include "contract/keychain/session_keyring.hpp"

#include <signal.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/linux/glib_pointer.hpp"

namespace sallyport::session_keyring {
namespace {

constexpr const char* kService = "org.freedesktop.secrets";
constexpr const char* kServicePath = "/org/freedesktop/secrets";
constexpr const char* kCollection = "/org/freedesktop/secrets/collection/login";

class Bus {
 public:
  Bus() {
    const char* home = std::getenv("HOME");
    if (home == nullptr || std::string_view(home).find("sallyport-session.") == std::string_view::npos) {
      throw std::runtime_error("run this suite by tests/support/with_session");
    }
    GErrorSlot error;
    connection_.reset(g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, error.out()));
    if (!connection_) throw std::runtime_error(error.get()->message);
    g_dbus_connection_set_exit_on_close(connection_.get(), FALSE);
  }

  GLibPointer<GVariant> call(const char* name, const char* path, const char* interface, const char* method,
                             GVariant* arguments) {
    GErrorSlot error;
    GVariant* reply = g_dbus_connection_call_sync(connection_.get(), name, path, interface, method, arguments, nullptr,
                                                  G_DBUS_CALL_FLAGS_NONE, 5000, nullptr, error.out());
    if (reply == nullptr) throw std::runtime_error(std::string(method) + ": " + error.get()->message);
    return GLibPointer<GVariant>(reply);
  }

 private:
  GObjectPointer<GDBusConnection> connection_;
};

}  // namespace

void lock() {
  const char* const objects[] = {kCollection};
  Bus().call(kService, kServicePath, "org.freedesktop.Secret.Service", "Lock",
             g_variant_new("(@ao)", g_variant_new_objv(objects, 1)));
}

void unlock() {
  Bus bus;  // the session ends with the connection
  const auto opened = bus.call(kService, kServicePath, "org.freedesktop.Secret.Service", "OpenSession",
                               g_variant_new("(sv)", "plain", g_variant_new_string("")));
  const char* session = nullptr;
  g_variant_get(opened.get(), "(v&o)", nullptr, &session);
  GVariant* no_parameters = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, "", 0, 1);
  GVariant* password = g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, "x", 1, 1);
  bus.call(kService, kServicePath, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
           "UnlockWithMasterPassword",
           g_variant_new("(o@(oayays))", kCollection,
                         g_variant_new("(o@ay@ays)", session, no_parameters, password, "text/plain")));
}

Freeze::Freeze() {
  const auto reply = Bus().call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                "GetConnectionUnixProcessID", g_variant_new("(s)", kService));
  guint32 pid = 0;
  g_variant_get(reply.get(), "(u)", &pid);
  pid_ = static_cast<pid_t>(pid);
  kill(pid_, SIGSTOP);
}

Freeze::~Freeze() { kill(pid_, SIGCONT); }

}  // namespace sallyport::session_keyring
