#pragma once

#include <wx/window.h>

#include <functional>
#include <memory>
#include <utility>

namespace sallyport {

/// Acts once, when the window has been painted next.
inline void after_paint(wxWindow* window, std::function<void()> act) {
  auto once = std::make_shared<std::function<void()>>(std::move(act));
  window->Bind(wxEVT_PAINT, [window, once](wxPaintEvent& event) {
    if (*once) window->CallAfter(std::exchange(*once, nullptr));
    event.Skip();
  });
}

}  // namespace sallyport
