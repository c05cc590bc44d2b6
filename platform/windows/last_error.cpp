#include "platform/windows/last_error.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "platform/windows/utf16.hpp"

namespace sallyport {

std::string describe_windows_error(DWORD error) {
  std::array<wchar_t, 512> text{};
  const DWORD size =
      ::FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK,
                       nullptr, error, 0, text.data(), static_cast<DWORD>(text.size()), nullptr);
  std::string words = to_utf8(std::wstring_view(text.data(), size));
  while (words.ends_with(' ')) words.pop_back();
  return fmt::format("{} ({})", words.empty() ? "Windows error" : words, error);
}

}  // namespace sallyport
