#include "support/process_footprint.hpp"

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>
#include <string>

namespace sallyport {

ProcessFootprint footprint_of(pid_t pid) {
  const std::string process = "/proc/" + std::to_string(pid);
  ProcessFootprint found;
  std::ifstream status(process + "/status");
  for (std::string line; std::getline(status, line);) {
    std::istringstream words(line);
    std::string name;
    long value = 0;
    words >> name >> value;
    if (name == "RssAnon:") found.kilobytes = value;
    if (name == "FDSize:") found.descriptors = value;
    if (name == "Threads:") found.threads = value;
  }
  std::error_code error;
  std::filesystem::directory_iterator entries(process + "/fd", error);
  if (!error) found.descriptors = std::distance(begin(entries), end(entries));
  return found;
}

std::ostream& operator<<(std::ostream& out, const ProcessFootprint& footprint) {
  return out << footprint.kilobytes << " KiB, " << footprint.descriptors << " descriptors, " << footprint.threads
             << " threads";
}

}  // namespace sallyport
