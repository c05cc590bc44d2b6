#include "platform/icon_picture.hpp"

#include <windows.h>

// After windows.h, which it needs.
#include <shlobj.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <type_traits>

#include "platform/windows/icon_location.hpp"

namespace sallyport {
namespace {

struct DestroyIcon {
  void operator()(HICON icon) const { ::DestroyIcon(icon); }
};
struct DeleteBitmap {
  void operator()(HBITMAP bitmap) const { ::DeleteObject(bitmap); }
};
using Icon = std::unique_ptr<std::remove_pointer_t<HICON>, DestroyIcon>;
using Bitmap = std::unique_ptr<std::remove_pointer_t<HBITMAP>, DeleteBitmap>;

/// SHDefExtractIcon: learn.microsoft.com/en-us/windows/win32/api/shlobj_core/nf-shlobj_core-shdefextracticonw
Icon extract(std::string_view icon, int size) {
  const IconLocation at = parse_icon_location(icon);
  HICON found = nullptr;
  const HRESULT result = ::SHDefExtractIconW(at.file.c_str(), at.number, 0, &found, nullptr, static_cast<UINT>(size));
  return Icon(result == S_OK ? found : nullptr);
}

/// As blue, green, red and opacity.
std::vector<std::uint32_t> pixels_of(HBITMAP bitmap, int width, int height) {
  BITMAPINFO info{};
  info.bmiHeader.biSize = sizeof info.bmiHeader;
  info.bmiHeader.biWidth = width;
  info.bmiHeader.biHeight = -height;  // from the top
  info.bmiHeader.biPlanes = 1;
  info.bmiHeader.biBitCount = 32;
  info.bmiHeader.biCompression = BI_RGB;
  std::vector<std::uint32_t> pixels(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const HDC screen = ::GetDC(nullptr);
  const int lines = ::GetDIBits(screen, bitmap, 0, static_cast<UINT>(height), pixels.data(), &info, DIB_RGB_COLORS);
  ::ReleaseDC(nullptr, screen);
  if (lines != height) pixels.clear();
  return pixels;
}

constexpr std::uint32_t kOpacity = 0xff000000;

}  // namespace

std::optional<IconPicture> picture_of_icon(const std::string& icon, int size) {
  const Icon extracted = extract(icon, size);
  ICONINFO info{};
  if (!extracted || ::GetIconInfo(extracted.get(), &info) == 0) return std::nullopt;
  const Bitmap colours(info.hbmColor);
  const Bitmap mask(info.hbmMask);
  BITMAP measures{};
  if (!colours || ::GetObjectW(colours.get(), sizeof measures, &measures) == 0) return std::nullopt;
  const int width = measures.bmWidth;
  const int height = measures.bmHeight;
  std::vector<std::uint32_t> pixels = pixels_of(colours.get(), width, height);
  std::uint32_t opacity = 0;
  for (const std::uint32_t pixel : pixels) opacity |= pixel & kOpacity;
  if (opacity == 0) {  // an icon of the old kind: white in the mask is what shows through
    const std::vector<std::uint32_t> holes = pixels_of(mask.get(), width, height);
    if (holes.size() != pixels.size()) return std::nullopt;
    for (std::size_t i = 0; i < pixels.size(); ++i)
      if ((holes[i] & ~kOpacity) == 0) pixels[i] |= kOpacity;
  }
  IconPicture picture{width, height, {}};
  picture.rgba.reserve(4 * pixels.size());
  for (const std::uint32_t pixel : pixels) {
    for (const int shift : {16, 8, 0, 24}) picture.rgba.push_back(static_cast<unsigned char>(pixel >> shift));
  }
  return picture.rgba.empty() ? std::nullopt : std::optional(std::move(picture));
}

}  // namespace sallyport
