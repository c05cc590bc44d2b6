#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// The files below `directory` that hold `secret`, but for the keyring's own.
[[nodiscard]] std::vector<std::string> files_holding(const std::string& secret, const std::filesystem::path& directory);
/// The processes whose arguments (`cmdline`) or environment (`environ`) hold `secret`.
[[nodiscard]] std::vector<ProcessId> processes_holding(const std::string& secret, const std::string& file);

}  // namespace sallyport
