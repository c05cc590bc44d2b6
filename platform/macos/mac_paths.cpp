#include "platform/macos/mac_paths.hpp"

#include <filesystem>
#include <system_error>
#include <utility>

#include "platform/posix/private_directory.hpp"
#include "platform/posix/program_beside.hpp"

namespace sallyport {

namespace fs = std::filesystem;

MacPaths::MacPaths(Surroundings surroundings, const std::string& settings_file) : around_(std::move(surroundings)) {
  if (!settings_file.empty()) {
    std::error_code error;  // without a current directory the path stays as it is, and leads nowhere
    const fs::path path = fs::absolute(settings_file, error);
    settings_file_ = error ? settings_file : path.lexically_normal().string();
  }
}

std::string MacPaths::settings_file() const {
  return settings_file_.empty() ? around_.home + "/Library/Application Support/Sallyport/settings.toml"
                                : settings_file_;
}

std::string MacPaths::state_directory() const { return around_.home + "/Library/Caches/Sallyport"; }

std::string MacPaths::applications() const { return around_.home + "/Applications/Sallyport"; }

Result<std::string> MacPaths::runtime_directory() const {
  return private_directory((fs::path(around_.temporary) / "sallyport").string(), "Log out and in again.");
}

Result<std::string> MacPaths::launcher_program() const { return program_beside(around_.program, "sallyport"); }

Result<std::string> MacPaths::settings_program() const { return program_beside(around_.program, "sallyport-settings"); }

std::vector<std::string> MacPaths::launcher_command() const {
  std::vector<std::string> command{launcher_program().value_or("sallyport")};
  if (!settings_file_.empty()) command.insert(command.end(), {"--settings", settings_file_});
  return command;
}

bool is_translocated(std::string_view program) { return program.find("/AppTranslocation/") != std::string_view::npos; }

}  // namespace sallyport
