#include "platform/posix/menu_launch.hpp"

#include <string>

namespace sallyport {

// What GIO sets for the one process that it starts, and what the Startup Notification and XDG Activation protocols set.
bool is_menu_launch(const Environment& environment, pid_t self) {
  const std::string* pid = environment.find("GIO_LAUNCHED_DESKTOP_FILE_PID");
  if (pid != nullptr && *pid == std::to_string(self)) return true;
  return environment.find("DESKTOP_STARTUP_ID") != nullptr || environment.find("XDG_ACTIVATION_TOKEN") != nullptr;
}

}  // namespace sallyport
