#pragma once

#include <wx/bmpbndl.h>
#include <wx/window.h>

#include <map>
#include <string>

namespace sallyport {

/// The pictures of apps in the size kAppIcon, by theme name or path; the desktop's own picture for a program where
/// there is none. Kept, because lists ask again and again. UI thread only.
class AppIcons {
 public:
  /// `window` is where they are shown.
  explicit AppIcons(const wxWindow* window);

  [[nodiscard]] const wxBitmapBundle& find(const std::string& icon);
  [[nodiscard]] const wxBitmapBundle& fallback() { return find({}); }

 private:
  [[nodiscard]] wxBitmapBundle load(const std::string& icon) const;

  wxSize size_;    ///< device-independent
  wxSize pixels_;  ///< on the window's display
  std::map<std::string, wxBitmapBundle> known_;
};

}  // namespace sallyport
