#include "contract/windows/probe_program.hpp"

#include <windows.h>

#include <filesystem>

#include "platform/windows/utf16.hpp"

namespace sallyport {

std::string probe_program() {
  std::wstring self(MAX_PATH, L'\0');
  self.resize(::GetModuleFileNameW(nullptr, self.data(), MAX_PATH));
  return to_utf8((std::filesystem::path(self).parent_path() / "sallyport_probe.exe").wstring());
}

}  // namespace sallyport
