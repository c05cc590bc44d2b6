#include "platform/windows/known_paths.hpp"

#include <fmt/format.h>
#include <windows.h>

#include <filesystem>
#include <system_error>

#include "platform/windows/known_folder.hpp"
#include "platform/windows/own_image.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) { return to_utf8(path.wstring()); }

Result<std::string> program_beside_us(std::wstring_view name) {
  const auto self = own_image();
  if (!self) return tl::unexpected(self.error());
  const fs::path program = fs::path(*self).parent_path() / name;
  const DWORD attributes = ::GetFileAttributesW(program.c_str());
  if (attributes == INVALID_FILE_ATTRIBUTES || (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) {
    return failure(ErrorCode::kCommandNotFound,
                   fmt::format("{} is missing. Install Sallyport again.", text_of(program)));
  }
  return text_of(program);
}

}  // namespace

KnownPaths::KnownPaths(Environment environment, const std::string& settings_file)
    : environment_(std::move(environment)) {
  if (settings_file.empty()) return;
  std::error_code error;  // without a current directory the path stays as it is, and leads nowhere
  const fs::path path = fs::absolute(to_utf16(settings_file), error);
  settings_file_ = error ? settings_file : text_of(path.lexically_normal());
}

std::string KnownPaths::settings_file() const {
  if (!settings_file_.empty()) return settings_file_;
  return text_of(folder_of(environment_, "APPDATA", FOLDERID_RoamingAppData) / L"Sallyport" / L"settings.toml");
}

std::string KnownPaths::state_directory() const {
  return text_of(folder_of(environment_, "LOCALAPPDATA", FOLDERID_LocalAppData) / L"Sallyport");
}

Result<std::string> KnownPaths::runtime_directory() const {
  // Below a folder of the user's own, whose access rights it takes over.
  const fs::path directory = fs::path(to_utf16(state_directory())) / L"run";
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return failure(
        ErrorCode::kIo,
        fmt::format("The folder {} for what Sallyport notes of running apps cannot be made. Check the variable "
                    "LOCALAPPDATA.",
                    text_of(directory)),
        error.message());
  }
  return text_of(directory);
}

Result<std::string> KnownPaths::launcher_program() const { return program_beside_us(L"sallyport.exe"); }

std::vector<std::string> KnownPaths::menu_command() const {
  std::vector<std::string> command{program_beside_us(L"sallyportw.exe").value_or("sallyportw.exe")};
  if (!settings_file_.empty()) command.insert(command.end(), {"--settings", settings_file_});
  return command;
}

Result<std::string> KnownPaths::settings_program() const { return program_beside_us(L"sallyport-settings.exe"); }

}  // namespace sallyport
