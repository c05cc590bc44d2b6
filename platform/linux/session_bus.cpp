#include "platform/linux/session_bus.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

namespace sallyport {
namespace {

bool environment_names_a_bus() {
  const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS");
  if (address != nullptr && *address != '\0') return !std::string_view(address).starts_with("autolaunch:");
  const char* runtime_directory = std::getenv("XDG_RUNTIME_DIR");
  std::error_code error;
  return runtime_directory != nullptr && *runtime_directory != '\0' &&
         std::filesystem::is_socket(std::string(runtime_directory) + "/bus", error);
}

}  // namespace

GObjectPointer<GDBusConnection> connect_session_bus(GError** error) {
  if (!environment_names_a_bus()) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The environment names no session bus");
    return nullptr;
  }
  GObjectPointer<GDBusConnection> bus(g_bus_get_sync(G_BUS_TYPE_SESSION, nullptr, error));
  if (bus) g_dbus_connection_set_exit_on_close(bus.get(), FALSE);
  return bus;
}

}  // namespace sallyport
