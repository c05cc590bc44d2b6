#pragma once

#include <wx/bmpbndl.h>

#include <map>
#include <string>

namespace sallyport {

/// The pictures of apps in one size, by theme name or path; the desktop's own picture for a program where there is
/// none. Kept, because lists ask again and again. UI thread only.
class AppIcons {
 public:
  explicit AppIcons(const wxSize& size) : size_(size) {}

  [[nodiscard]] const wxBitmapBundle& find(const std::string& icon);
  [[nodiscard]] const wxBitmapBundle& fallback() { return find({}); }

 private:
  [[nodiscard]] wxBitmapBundle load(const std::string& icon) const;

  wxSize size_;
  std::map<std::string, wxBitmapBundle> known_;
};

}  // namespace sallyport
