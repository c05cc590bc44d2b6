#include "window/app_icon.hpp"

#include <wx/artprov.h>
#include <wx/image.h>
#include <wx/log.h>

#include "platform/icon_picture.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

wxBitmapBundle scaled(const wxImage& image, const wxSize& size) {
  return wxBitmapBundle(image.Scale(size.x, size.y, wxIMAGE_QUALITY_HIGH));
}

wxBitmapBundle from_file(const std::string& path, const wxSize& size) {
#ifdef wxHAS_SVG
  if (path.ends_with(".svg")) return wxBitmapBundle::FromSVGFile(to_wx(path), size);
#endif
  const wxImage image(to_wx(path));
  return image.IsOk() ? scaled(image, size) : wxBitmapBundle();
}

wxBitmapBundle from_picture(const IconPicture& picture, const wxSize& size) {
  wxImage image(picture.width, picture.height);
  image.InitAlpha();
  const unsigned char* pixel = picture.rgba.data();
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x, pixel += 4) {
      image.SetRGB(x, y, pixel[0], pixel[1], pixel[2]);
      image.SetAlpha(x, y, pixel[3]);
    }
  }
  return scaled(image, size);
}

}  // namespace

const wxBitmapBundle& AppIcons::find(const std::string& icon) {
  auto known = known_.find(icon);
  if (known == known_.end()) known = known_.emplace(icon, load(icon)).first;
  return known->second;
}

wxBitmapBundle AppIcons::load(const std::string& icon) const {
  const wxLogNull a_missing_picture_is_no_message;
  wxBitmapBundle bundle;
  if (icon.starts_with('/')) {
    bundle = from_file(icon, size_);
  } else if (const std::optional<IconPicture> picture = picture_of_icon(icon, size_.x)) {
    bundle = from_picture(*picture, size_);
  } else if (!icon.empty()) {
    bundle = wxArtProvider::GetBitmapBundle(to_wx(icon), wxART_OTHER, size_);
  }
  if (!bundle.IsOk()) bundle = wxArtProvider::GetBitmapBundle(wxART_EXECUTABLE_FILE, wxART_OTHER, size_);
  return bundle;
}

}  // namespace sallyport
