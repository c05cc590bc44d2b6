#include "window/app_icon.hpp"

#include <wx/artprov.h>
#include <wx/image.h>
#include <wx/log.h>

#include "platform/icon_picture.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

wxImage from_picture(const IconPicture& picture) {
  wxImage image(picture.width, picture.height);
  image.InitAlpha();
  const unsigned char* pixel = picture.rgba.data();
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x, pixel += 4) {
      image.SetRGB(x, y, pixel[0], pixel[1], pixel[2]);
      image.SetAlpha(x, y, pixel[3]);
    }
  }
  return image;
}

wxBitmapBundle scaled(const wxImage& image, const wxSize& size, const wxSize& pixels) {
  if (!image.IsOk()) return {};
  const auto bitmap = [&image](const wxSize& to) { return wxBitmap(image.Scale(to.x, to.y, wxIMAGE_QUALITY_HIGH)); };
  if (pixels == size) return wxBitmapBundle(bitmap(size));
  return wxBitmapBundle::FromBitmaps(bitmap(size), bitmap(pixels));
}

}  // namespace

AppIcons::AppIcons(const wxWindow* window)
    : size_(metrics::kAppIcon, metrics::kAppIcon), pixels_(window->FromDIP(size_)) {}

const wxBitmapBundle& AppIcons::find(const std::string& icon) {
  auto known = known_.find(icon);
  if (known == known_.end()) known = known_.emplace(icon, load(icon)).first;
  return known->second;
}

wxBitmapBundle AppIcons::load(const std::string& icon) const {
  const wxLogNull a_missing_picture_is_no_message;
  wxBitmapBundle bundle;
#ifdef wxHAS_SVG
  if (icon.starts_with('/') && icon.ends_with(".svg")) bundle = wxBitmapBundle::FromSVGFile(to_wx(icon), size_);
#endif
  if (bundle.IsOk()) return bundle;
  if (icon.starts_with('/')) {
    bundle = scaled(wxImage(to_wx(icon)), size_, pixels_);
  } else if (const std::optional<IconPicture> picture = picture_of_icon(icon, pixels_.x)) {
    bundle = scaled(from_picture(*picture), size_, pixels_);
  } else if (!icon.empty()) {
    bundle = wxArtProvider::GetBitmapBundle(to_wx(icon), wxART_OTHER, size_);
  }
  if (!bundle.IsOk()) bundle = wxArtProvider::GetBitmapBundle(wxART_EXECUTABLE_FILE, wxART_OTHER, size_);
  return bundle;
}

}  // namespace sallyport
