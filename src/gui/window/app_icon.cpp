#include "window/app_icon.hpp"

#include <wx/artprov.h>
#include <wx/image.h>
#include <wx/log.h>

#include "window/text.hpp"

namespace sallyport {

const wxBitmapBundle& AppIcons::find(const std::string& icon) {
  auto known = known_.find(icon);
  if (known == known_.end()) known = known_.emplace(icon, load(icon)).first;
  return known->second;
}

wxBitmapBundle AppIcons::load(const std::string& icon) const {
  const wxLogNull a_missing_picture_is_no_message;
  wxBitmapBundle bundle;
  if (icon.starts_with('/') && icon.ends_with(".svg")) {
    bundle = wxBitmapBundle::FromSVGFile(to_wx(icon), size_);
  } else if (icon.starts_with('/')) {
    wxImage image(to_wx(icon));
    if (image.IsOk()) bundle = wxBitmapBundle(image.Scale(size_.x, size_.y, wxIMAGE_QUALITY_HIGH));
  } else if (!icon.empty()) {
    bundle = wxArtProvider::GetBitmapBundle(to_wx(icon), wxART_OTHER, size_);
  }
  if (!bundle.IsOk()) bundle = wxArtProvider::GetBitmapBundle(wxART_EXECUTABLE_FILE, wxART_OTHER, size_);
  return bundle;
}

}  // namespace sallyport
