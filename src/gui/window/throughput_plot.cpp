#include "window/throughput_plot.hpp"

#include <wx/dcbuffer.h>
#include <wx/graphics.h>
#include <wx/intl.h>
#include <wx/settings.h>

#include <memory>

#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

// Stand out from light and from dark.
const wxColour kReceived(0x35, 0x84, 0xe4);
const wxColour kSent(0xc1, 0x7d, 0x11);
constexpr unsigned char kAreaOpacity = 0x50;
constexpr unsigned char kGridOpacity = 0x28;
constexpr double kLineWidth = 1.5;
constexpr int kMinutes = std::chrono::duration_cast<std::chrono::minutes>(Throughput::kSpan).count();

wxColour with_opacity(const wxColour& colour, unsigned char opacity) {
  return {colour.Red(), colour.Green(), colour.Blue(), opacity};
}

wxColour text_colour() { return wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOXTEXT); }

/// A line through the values, from left to right.
wxGraphicsPath line_through(const wxGraphicsContext& context, const std::vector<double>& values, double top,
                            const wxRect2DDouble& area) {
  wxGraphicsPath path = context.CreatePath();
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = area.m_x + area.m_width * static_cast<double>(i) / static_cast<double>(values.size() - 1);
    const double y = area.m_y + area.m_height * (1 - values[i] / top);
    if (i == 0)
      path.MoveToPoint(x, y);
    else
      path.AddLineToPoint(x, y);
  }
  return path;
}

}  // namespace

ThroughputPlot::ThroughputPlot(wxWindow* parent)
    : wxPanel(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_THEME) {
  SetMinSize(FromDIP(wxSize(-1, metrics::kPlotHeight)));
  SetBackgroundStyle(wxBG_STYLE_PAINT);
  SetFont(GetFont().Scaled(0.85F));
  Bind(wxEVT_PAINT, &ThroughputPlot::paint, this);
  Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
    Refresh();
    event.Skip();
  });
  name_control(this, _("Throughput over the last five minutes"));
}

void ThroughputPlot::show(const Throughput& throughput) {
  if (throughput == shown_) return;
  shown_ = throughput;
  set_accessible_description(GetHandle(), shown_.summary());
  SetToolTip(to_wx(shown_.summary() + " What a request carries is spread evenly over its time."));
  Refresh();
}

void ThroughputPlot::paint(wxPaintEvent& /*event*/) {
  wxAutoBufferedPaintDC dc(this);
  dc.SetBackground(wxBrush(wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOX)));
  dc.Clear();
  const wxSize size = GetClientSize();
  const double margin = FromDIP(metrics::kGap);
  const double line = GetCharHeight();
  const wxRect2DDouble area(margin, line + 2 * margin, size.x - 2 * margin, size.y - 2 * line - 4 * margin);
  if (area.m_width <= 0 || area.m_height <= 0) return;
  if (const std::unique_ptr<wxGraphicsContext> context{wxGraphicsContext::Create(dc)}) {
    draw_grid(*context, area);
    draw_samples(*context, area);
    draw_values(*context, area);
  }
  // Words look as everywhere else when they are not drawn by the graphics context.
  draw_words(dc, area);
}

ThroughputPlot::Legend ThroughputPlot::legend(const wxRect2DDouble& area) const {
  const double margin = FromDIP(metrics::kGap);
  const double sample = FromDIP(metrics::kIndent);
  Legend legend{};
  legend.sent = area.GetRight() - GetTextExtent(_("sent")).x;
  legend.sent_sample = legend.sent - margin - sample;
  legend.received = legend.sent_sample - 2 * margin - GetTextExtent(_("received")).x;
  legend.received_sample = legend.received - margin - sample;
  return legend;
}

void ThroughputPlot::draw_words(wxDC& dc, const wxRect2DDouble& area) const {
  const double margin = FromDIP(metrics::kGap);
  const double below = area.GetBottom() + margin;
  dc.SetFont(GetFont());
  dc.SetTextForeground(text_colour());
  const auto draw = [&dc](const wxString& text, double x, double y) { dc.DrawText(text, wxRound(x), wxRound(y)); };
  draw(to_wx(rate_text(shown_.top())), area.GetLeft(), margin);
  draw(_("sent"), legend(area).sent, margin);
  draw(_("received"), legend(area).received, margin);
  draw(wxString::Format(_("%d minutes ago"), kMinutes), area.GetLeft(), below);
  draw(_("now"), area.GetRight() - GetTextExtent(_("now")).x, below);
  if (shown_.under_way() == 0) return;
  const wxString text = wxString::Format(_("%zu under way"), shown_.under_way());
  draw(text, area.GetCentre().m_x - GetTextExtent(text).x / 2.0, below);
}

void ThroughputPlot::draw_grid(wxGraphicsContext& context, const wxRect2DDouble& area) const {
  context.SetPen(wxPen(with_opacity(text_colour(), kGridOpacity)));
  for (const double y : {area.GetTop(), area.GetTop() + area.m_height / 2, area.GetBottom()})
    context.StrokeLine(area.GetLeft(), y, area.GetRight(), y);
  for (int minute = 1; minute < kMinutes; ++minute) {
    const double x = area.GetLeft() + area.m_width * minute / kMinutes;
    context.StrokeLine(x, area.GetTop(), x, area.GetBottom());
  }
}

void ThroughputPlot::draw_samples(wxGraphicsContext& context, const wxRect2DDouble& area) const {
  const double margin = FromDIP(metrics::kGap);
  const double sample = FromDIP(metrics::kIndent);
  const double middle = margin + GetCharHeight() / 2.0;
  const Legend at = legend(area);
  context.SetPen(wxPen(kSent, FromDIP(2), wxPENSTYLE_SHORT_DASH));
  context.StrokeLine(at.sent_sample, middle, at.sent_sample + sample, middle);
  context.SetPen(*wxTRANSPARENT_PEN);
  context.SetBrush(wxBrush(with_opacity(kReceived, kAreaOpacity)));
  context.DrawRectangle(at.received_sample, middle, sample, margin);
  context.SetPen(wxPen(kReceived, FromDIP(2)));
  context.StrokeLine(at.received_sample, middle, at.received_sample + sample, middle);
}

void ThroughputPlot::draw_values(wxGraphicsContext& context, const wxRect2DDouble& area) const {
  const double top = shown_.top();
  wxGraphicsPath filled = line_through(context, shown_.received(), top, area);
  filled.AddLineToPoint(area.GetRight(), area.GetBottom());
  filled.AddLineToPoint(area.GetLeft(), area.GetBottom());
  filled.CloseSubpath();
  context.SetBrush(wxBrush(with_opacity(kReceived, kAreaOpacity)));
  context.FillPath(filled);
  context.SetPen(context.CreatePen(wxGraphicsPenInfo(kReceived).Width(FromDIP(1) * kLineWidth)));
  context.StrokePath(line_through(context, shown_.received(), top, area));
  context.SetPen(
      context.CreatePen(wxGraphicsPenInfo(kSent).Width(FromDIP(1) * kLineWidth).Style(wxPENSTYLE_SHORT_DASH)));
  context.StrokePath(line_through(context, shown_.sent(), top, area));
}

}  // namespace sallyport
