#include "platform/windows/known_folder.hpp"

#include <shlobj.h>

#include <memory>

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

}  // namespace sallyport
