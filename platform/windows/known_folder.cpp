#include "platform/windows/known_folder.hpp"

#include <shlobj.h>

#include <memory>

#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

struct FreeTaskMemory {
  void operator()(wchar_t* memory) const { ::CoTaskMemFree(memory); }
};

}  // namespace

std::filesystem::path known_folder(const GUID& id) {
  wchar_t* found = nullptr;
  const HRESULT result = ::SHGetKnownFolderPath(id, KF_FLAG_DEFAULT, nullptr, &found);
  const std::unique_ptr<wchar_t, FreeTaskMemory> owner(found);
  return SUCCEEDED(result) ? std::filesystem::path(found) : std::filesystem::path();
}

std::filesystem::path folder_of(const Environment& environment, std::string_view variable, const GUID& id) {
  if (const std::string* value = environment.find(variable)) {
    if (std::filesystem::path path = to_utf16(*value); path.is_absolute()) return path;
  }
  return known_folder(id);
}

}  // namespace sallyport
