#include "platform/windows/final_path.hpp"

#include <string_view>

#include "platform/windows/handle.hpp"

namespace sallyport {

std::wstring final_path(const std::wstring& path) {
  const Handle file(::CreateFileW(path.c_str(), 0, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                  OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
  std::wstring found(32768, L'\0');
  const DWORD size =
      file ? ::GetFinalPathNameByHandleW(file.get(), found.data(), static_cast<DWORD>(found.size()), 0) : 0;
  if (size == 0 || size >= found.size()) return path;
  found.resize(size);
  constexpr std::wstring_view kLongPath = L"\\\\?\\";
  constexpr std::wstring_view kLongShare = L"\\\\?\\UNC\\";
  if (found.starts_with(kLongShare)) return L"\\\\" + found.substr(kLongShare.size());
  if (found.starts_with(kLongPath)) found.erase(0, kLongPath.size());
  return found;
}

std::wstring link_target(const std::wstring& path) {
  const DWORD attributes = ::GetFileAttributesW(path.c_str());
  const bool is_link = attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
  return is_link ? final_path(path) : path;
}

}  // namespace sallyport
