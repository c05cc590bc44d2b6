#include <windows.h>

// After windows.h, which it needs; and it takes COM's stream for granted.
#include <objidl.h>

#include <algorithm>
using std::max;
using std::min;
#include <gdiplus.h>

#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>

#include "gui/windows/settings_program.hpp"

namespace sallyport {
namespace {

// image/png:
// learn.microsoft.com/en-us/windows/win32/gdiplus/-gdiplus-retrieving-the-class-identifier-for-an-encoder-use
constexpr CLSID kPng = {0x557cf406, 0x1a04, 0x11d3, {0x9a, 0x73, 0x00, 0x00, 0xf8, 0x1e, 0xf3, 0x2e}};

}  // namespace

std::size_t take_picture(HWND window, const std::string& name) {
  RECT area{};
  ::GetWindowRect(window, &area);
  const int width = area.right - area.left;
  const int height = area.bottom - area.top;
  const HDC screen = ::GetDC(nullptr);
  const HDC memory = ::CreateCompatibleDC(screen);
  const HBITMAP bitmap = ::CreateCompatibleBitmap(screen, width, height);
  const HGDIOBJ before = ::SelectObject(memory, bitmap);
  ::BitBlt(memory, 0, 0, width, height, screen, area.left, area.top, SRCCOPY);
  std::set<COLORREF> colours;
  for (int y = 0; y < height; y += 3)
    for (int x = 0; x < width; x += 3) colours.insert(::GetPixel(memory, x, y));
  ::SelectObject(memory, before);
  ::DeleteDC(memory);
  ::ReleaseDC(nullptr, screen);

  if (const char* folder = std::getenv("SALLYPORT_SCREENSHOTS")) {
    std::filesystem::create_directories(folder);
    ULONG_PTR token = 0;
    Gdiplus::GdiplusStartupInput input;
    Gdiplus::GdiplusStartup(&token, &input, nullptr);
    Gdiplus::Bitmap(bitmap, nullptr).Save((std::filesystem::path(folder) / (name + ".png")).c_str(), &kPng, nullptr);
    Gdiplus::GdiplusShutdown(token);
  }
  ::DeleteObject(bitmap);
  return colours.size();
}

}  // namespace sallyport
