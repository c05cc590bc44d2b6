#include "support/secret_search.hpp"

#include <fstream>
#include <iterator>

#include "platform/linux/proc_running_apps.hpp"

namespace sallyport {
namespace {

bool holds(const std::filesystem::path& path, const std::string& secret) {
  std::ifstream file(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(file), {}).find(secret) != std::string::npos;
}

}  // namespace

std::vector<std::string> files_holding(const std::string& secret, const std::filesystem::path& directory) {
  std::vector<std::string> found;
  const auto options = std::filesystem::directory_options::skip_permission_denied;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory, options)) {
    const bool keyring = entry.path().parent_path().filename() == "keyrings";
    if (!keyring && entry.is_regular_file() && holds(entry.path(), secret)) found.push_back(entry.path());
  }
  return found;
}

std::vector<ProcessId> processes_holding(const std::string& secret, const std::string& file) {
  std::vector<ProcessId> found;
  for (const auto& app : ProcRunningApps().list()) {
    if (holds("/proc/" + std::to_string(app.pid) + "/" + file, secret)) found.push_back(app.pid);
  }
  return found;
}

}  // namespace sallyport
