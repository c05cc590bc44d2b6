#pragma once

#include <wx/geometry.h>
#include <wx/panel.h>

#include "presenters/throughput.hpp"

class wxGraphicsContext;

namespace sallyport {

/// Draws what was received as an area and what was sent as a dashed line, over the last minutes.
class ThroughputPlot : public wxPanel {
 public:
  explicit ThroughputPlot(wxWindow* parent);

  void show(const Throughput& throughput);
  [[nodiscard]] bool AcceptsFocus() const override { return false; }

 private:
  void paint(wxPaintEvent& event);
  void draw_grid(wxGraphicsContext& context, const wxRect2DDouble& area) const;
  void draw_values(wxGraphicsContext& context, const wxRect2DDouble& area) const;

  Throughput shown_{Throughput::Time{}};
};

}  // namespace sallyport
