#include "platform/program_arguments.hpp"

#include <windows.h>

// After windows.h, which it needs.
#include <shellapi.h>

#include <memory>

#include "platform/windows/utf16.hpp"

namespace sallyport {

std::vector<std::string> program_arguments(int, char**) {
  struct FreeLocal {
    void operator()(wchar_t** memory) const { ::LocalFree(memory); }
  };
  int count = 0;
  const std::unique_ptr<wchar_t*, FreeLocal> words(::CommandLineToArgvW(::GetCommandLineW(), &count));
  std::vector<std::string> arguments;
  for (int i = 1; words && i < count; ++i) arguments.push_back(to_utf8(words.get()[i]));
  return arguments;
}

}  // namespace sallyport
