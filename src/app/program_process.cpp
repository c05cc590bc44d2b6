#include "app/program_process.hpp"

#include <algorithm>
#include <array>

namespace sallyport {

bool runs_other_programs(std::string_view path) {
  static constexpr std::array<std::string_view, 18> kNames = {"sh",      "bash", "dash", "zsh",      "ksh",     "fish",
                                                              "busybox", "env",  "perl", "ruby",     "php",     "lua",
                                                              "node",    "java", "mono", "electron", "flatpak", "snap"};
  const auto name = path.substr(path.rfind('/') + 1);
  return name.starts_with("python") || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool is_process_of(const RunningApps::App& process, const std::string& program, const std::string& real_path) {
  if (process.program == real_path) return true;
  const auto& words = process.command_line;
  if (!words.empty() && words[0] == program) return true;
  return words.size() > 1 && words[1] == program && runs_other_programs(process.program);
}

}  // namespace sallyport
