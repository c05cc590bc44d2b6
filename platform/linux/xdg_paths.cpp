#include "platform/linux/xdg_paths.hpp"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>
#include <system_error>

#include "platform/posix/own_program.hpp"
#include "platform/posix/private_directory.hpp"
#include "platform/posix/program_beside.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kAdvice = "Check XDG_RUNTIME_DIR.";

/// As `sudo` and `su` pass the variable on: it must be the user's own (XDG Base Directory Specification). What we made
/// there would lock that user out.
bool is_of_another_user(const std::string& directory) {
  struct stat status {};
  return ::stat(directory.c_str(), &status) == 0 && status.st_uid != ::geteuid();
}

Result<std::string> program_beside_this(std::string_view name) {
  return own_program().and_then([name](const std::string& self) { return program_beside(self, name); });
}

}  // namespace

XdgPaths::XdgPaths(Environment environment, const std::string& settings_file) : environment_(std::move(environment)) {
  if (!settings_file.empty()) {
    std::error_code error;  // without a current directory the path stays as it is, and leads nowhere
    const fs::path path = fs::absolute(settings_file, error);
    settings_file_ = error ? settings_file : path.lexically_normal().string();
  }
}

std::string XdgPaths::directory(std::string_view variable, std::string_view below_home) const {
  if (const auto* value = environment_.find(variable); value != nullptr && value->starts_with('/')) {
    return *value;
  }
  const auto* home = environment_.find("HOME");
  if (home != nullptr && home->starts_with('/')) {
    return fmt::format("{}/{}", *home, below_home);
  }
  const passwd* user = ::getpwuid(::geteuid());
  return fmt::format("{}/{}", user == nullptr ? "" : user->pw_dir, below_home);
}

std::string XdgPaths::settings_file() const {
  return settings_file_.empty() ? directory("XDG_CONFIG_HOME", ".config") + "/sallyport/settings.toml" : settings_file_;
}

std::string XdgPaths::state_directory() const { return directory("XDG_STATE_HOME", ".local/state") + "/sallyport"; }

std::string XdgPaths::data_home() const { return directory("XDG_DATA_HOME", ".local/share"); }

std::vector<std::string> XdgPaths::data_directories() const {
  const auto* value = environment_.find("XDG_DATA_DIRS");
  std::istringstream text(value != nullptr && !value->empty() ? *value : "/usr/local/share:/usr/share");
  std::vector<std::string> directories;
  for (std::string directory; std::getline(text, directory, ':');)
    if (directory.starts_with('/')) directories.push_back(directory);
  return directories;
}

Result<std::string> XdgPaths::runtime_directory() const {
  const auto* value = environment_.find("XDG_RUNTIME_DIR");
  if (value != nullptr && value->starts_with('/') && !is_of_another_user(*value)) {
    return private_directory(*value + "/sallyport", kAdvice);
  }
  const auto* temporary = environment_.find("TMPDIR");
  return private_directory(
      fmt::format("{}/sallyport-{}", temporary != nullptr && temporary->starts_with('/') ? *temporary : "/tmp",
                  ::geteuid()),
      kAdvice);
}

Result<std::string> XdgPaths::launcher_program() const { return program_beside_this("sallyport"); }

std::vector<std::string> XdgPaths::launcher_command() const {
  std::vector<std::string> command{launcher_program().value_or("sallyport")};
  if (!settings_file_.empty()) command.insert(command.end(), {"--settings", settings_file_});
  return command;
}

Result<std::string> XdgPaths::settings_program() const { return program_beside_this("sallyport-settings"); }

}  // namespace sallyport
