// `probe FILE [ARGUMENT…]` writes what it was started with to FILE, as JSON in UTF-8. With `--stay` it then goes on.
#include <windows.h>

// After windows.h, which it needs.
#include <shellapi.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <system_error>
#include <vector>

#include "platform/windows/utf16.hpp"

int main() {
  int count = 0;
  wchar_t** const words = ::CommandLineToArgvW(::GetCommandLineW(), &count);
  if (words == nullptr || count < 2) return 2;
  std::vector<std::string> arguments;
  for (int i = 0; i < count; ++i) arguments.push_back(sallyport::to_utf8(words[i]));
  std::vector<std::string> environment;
  for (const wchar_t* entry = ::GetEnvironmentStringsW(); *entry != L'\0';
       entry += std::wstring_view(entry).size() + 1) {
    environment.push_back(sallyport::to_utf8(entry));
  }
  const nlohmann::json dump = {{"arguments", arguments},
                               {"environment", environment},
                               {"directory", sallyport::to_utf8(std::filesystem::current_path().wstring())},
                               {"pid", ::GetCurrentProcessId()}};
  // Whoever waits for the file finds it whole.
  const std::filesystem::path file = words[1];
  std::filesystem::path partial = file;
  partial += L".new";
  std::ofstream(partial, std::ios::binary) << dump.dump();
  // A reader of an older one may have it open.
  std::error_code taken;
  do {
    std::filesystem::rename(partial, file, taken);
  } while (taken);
  if (count > 2 && arguments[2] == "--stay") ::Sleep(INFINITE);
  return 0;
}
