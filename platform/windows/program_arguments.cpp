#include "platform/program_arguments.hpp"

#include <windows.h>

#include "platform/windows/command_line.hpp"

namespace sallyport {

std::vector<std::string> program_arguments(int, char**) {
  std::vector<std::string> words = words_of_command_line(::GetCommandLineW());
  if (!words.empty()) words.erase(words.begin());
  return words;
}

}  // namespace sallyport
