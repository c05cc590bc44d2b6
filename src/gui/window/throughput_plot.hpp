#pragma once

#include <wx/geometry.h>
#include <wx/panel.h>

#include "presenters/throughput.hpp"

class wxDC;
class wxGraphicsContext;

namespace sallyport {

/// Draws what was received as an area and what was sent as a dashed line, over the last minutes.
class ThroughputPlot : public wxPanel {
 public:
  explicit ThroughputPlot(wxWindow* parent);

  void show(const Throughput& throughput);
  [[nodiscard]] bool AcceptsFocus() const override { return false; }

 private:
  /// Where the words begin, and the pieces of what they name before them.
  struct Legend {
    double sent;
    double sent_sample;
    double received;
    double received_sample;
  };

  void paint(wxPaintEvent& event);
  [[nodiscard]] Legend legend(const wxRect2DDouble& area) const;
  void draw_words(wxDC& dc, const wxRect2DDouble& area) const;
  void draw_grid(wxGraphicsContext& context, const wxRect2DDouble& area) const;
  void draw_samples(wxGraphicsContext& context, const wxRect2DDouble& area) const;
  void draw_values(wxGraphicsContext& context, const wxRect2DDouble& area) const;

  Throughput shown_{Throughput::Time{}};
};

}  // namespace sallyport
