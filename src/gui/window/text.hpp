#pragma once

#include <wx/string.h>

#include <string>
#include <string_view>

namespace sallyport {

/// UTF-8 to the toolkit's text. Bytes that are no UTF-8 (a path may hold any) are shown rather than lost.
[[nodiscard]] inline wxString to_wx(std::string_view text) {
  wxString converted = wxString::FromUTF8(text.data(), text.size());
  if (converted.empty() && !text.empty()) converted = wxString::From8BitData(text.data(), text.size());
  return converted;
}

[[nodiscard]] inline std::string from_wx(const wxString& text) { return text.utf8_string(); }

/// For comparing without case.
[[nodiscard]] inline std::string folded(std::string_view text) { return from_wx(to_wx(text).Lower()); }

}  // namespace sallyport
