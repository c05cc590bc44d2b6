#include "app/program_process.hpp"

#include <algorithm>
#include <array>

#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

/// What cmd.exe was told to run: all behind `/c`, which Windows writes when it is to start a batch file. Empty for
/// other programs. Quotation marks inside others cut such a line into odd words, so these are joined again.
std::string line_of_shell(const RunningApps::App& process) {
  const auto& words = process.command_line;
  if (program_name(process.program) != "cmd" || words.size() < 3 || !ascii_lower(words[1]).ends_with("/c")) return {};
  std::string line = words[2];
  for (std::size_t i = 3; i < words.size(); ++i) line += ' ' + words[i];
  return line;
}

bool is_batch_of(const RunningApps::App& process, const Program& program) {
  const std::string line = line_of_shell(process);
  const std::size_t size = program.path.size();
  return line.size() >= size && is_same_program(line.substr(0, size), program.path, program.paths) &&
         (line.size() == size || line[size] == ' ');
}

}  // namespace

bool runs_other_programs(std::string_view path) {
  static constexpr std::array<std::string_view, 26> kNames = {
      "sh",   "bash",       "dash", "zsh",     "ksh",     "fish",  "busybox",  "env",     "perl",
      "ruby", "php",        "lua",  "node",    "java",    "mono",  "electron", "flatpak", "snap",
      "cmd",  "powershell", "pwsh", "wscript", "cscript", "javaw", "py",       "pyw"};
  const std::string name = program_name(path);
  return name.starts_with("python") || std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

bool Program::runs_others() const { return runs_other_programs(path) || runs_other_programs(real_path); }

bool is_process_of(const RunningApps::App& process, const Program& program) {
  const auto is_program = [&](const std::string& word) { return is_same_program(word, program.path, program.paths); };
  if (is_same_program(process.program, program.real_path, program.paths)) return true;
  const auto& words = process.command_line;
  if (!words.empty() && is_program(words[0])) return true;
  if (words.size() > 1 && is_program(words[1]) && runs_other_programs(process.program)) return true;
  return is_batch_of(process, program);
}

}  // namespace sallyport
