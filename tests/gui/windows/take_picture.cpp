#include <windows.h>

// After windows.h, which it needs; and it takes COM's stream for granted.
#include <objidl.h>

#include <algorithm>
using std::max;
using std::min;
#include <gdiplus.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gui/windows/settings_program.hpp"
#include "support/wait_for.hpp"

namespace sallyport {
namespace {

// image/png:
// learn.microsoft.com/en-us/windows/win32/gdiplus/-gdiplus-retrieving-the-class-identifier-for-an-encoder-use
constexpr CLSID kPng = {0x557cf406, 0x1a04, 0x11d3, {0x9a, 0x73, 0x00, 0x00, 0xf8, 0x1e, 0xf3, 0x2e}};

/// The pixels of a part of the screen, from its lower left corner.
struct Pixels {
  BITMAPINFO info{};
  std::vector<std::uint32_t> values;
};

Pixels screen_at(const RECT& area) {
  const int width = area.right - area.left;
  const int height = area.bottom - area.top;
  Pixels pixels;
  pixels.info.bmiHeader = {.biSize = sizeof(BITMAPINFOHEADER),
                           .biWidth = width,
                           .biHeight = height,
                           .biPlanes = 1,
                           .biBitCount = 32,
                           .biCompression = BI_RGB,
                           .biSizeImage = 0,
                           .biXPelsPerMeter = 0,
                           .biYPelsPerMeter = 0,
                           .biClrUsed = 0,
                           .biClrImportant = 0};
  pixels.values.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  const HDC screen = ::GetDC(nullptr);
  const HDC memory = ::CreateCompatibleDC(screen);
  const HBITMAP bitmap = ::CreateCompatibleBitmap(screen, width, height);
  const HGDIOBJ before = ::SelectObject(memory, bitmap);
  ::BitBlt(memory, 0, 0, width, height, screen, area.left, area.top, SRCCOPY);
  ::SelectObject(memory, before);
  ::GetDIBits(screen, bitmap, 0, static_cast<UINT>(height), pixels.values.data(), &pixels.info, DIB_RGB_COLORS);
  ::DeleteObject(bitmap);
  ::DeleteDC(memory);
  ::ReleaseDC(nullptr, screen);
  return pixels;
}

}  // namespace

std::size_t take_picture(HWND window, const std::string& name) {
  constexpr int kStill = 10;  // looks in a row that see the same
  // Apps that a test started may stand before it.
  ::SetWindowPos(window, HWND_TOPMOST, 0, 0, 0, 0, SWP_NOMOVE | SWP_NOSIZE | SWP_NOACTIVATE);
  RECT area{};
  ::GetWindowRect(window, &area);
  Pixels pixels = screen_at(area);
  int seen = 0;
  EXPECT_TRUE(wait_for([&] {
    Pixels now = screen_at(area);
    seen = now.values == pixels.values ? seen + 1 : 0;
    pixels = std::move(now);
    return seen == kStill;
  })) << name
      << " does not stand still";
  if (const char* folder = std::getenv("SALLYPORT_SCREENSHOTS")) {
    std::filesystem::create_directories(folder);
    ULONG_PTR token = 0;
    Gdiplus::GdiplusStartupInput input;
    Gdiplus::GdiplusStartup(&token, &input, nullptr);
    Gdiplus::Bitmap(&pixels.info, pixels.values.data())
        .Save((std::filesystem::path(folder) / (name + ".png")).c_str(), &kPng, nullptr);
    Gdiplus::GdiplusShutdown(token);
  }
  return std::set<std::uint32_t>(pixels.values.begin(), pixels.values.end()).size();
}

}  // namespace sallyport
