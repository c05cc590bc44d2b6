#pragma once

#include <gio/gio.h>

#include "platform/linux/glib_pointer.hpp"

namespace sallyport {

/// The session bus of this process, shared with the rest of it; null with `error` set when there is none. Never starts
/// a bus: where the environment names none, GLib would try dbus-launch. The loss of the bus does not end the process.
/// Cannot be cancelled: the connection is one for all threads, and so would be the cancellation.
[[nodiscard]] GObjectPointer<GDBusConnection> connect_session_bus(GError** error);

}  // namespace sallyport
