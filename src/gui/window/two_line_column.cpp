#include "window/two_line_column.hpp"

#include <wx/dc.h>

#include <algorithm>

#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {

wxString quoted_for_markup(const std::string& text) {
  wxString markup = to_wx(text);
  markup.Replace("&", "&amp;");
  markup.Replace("<", "&lt;");
  return markup;
}

wxDataViewColumn* append_markup_column(wxDataViewListCtrl* list, const wxString& title, unsigned column) {
  auto* renderer = new wxDataViewTextRenderer("string", wxDATAVIEW_CELL_INERT);
  renderer->EnableMarkup();
  auto* appended =
      new wxDataViewColumn(title, renderer, column, wxCOL_WIDTH_AUTOSIZE, wxALIGN_LEFT, wxDATAVIEW_COL_RESIZABLE);
  list->AppendColumn(appended);
  return appended;
}

#ifdef wxHAS_GENERIC_DATAVIEWCTRL

// What the toolkit draws itself has one line.
namespace {

constexpr float kSmall = 0.85F;

class TwoLineRenderer final : public wxDataViewCustomRenderer {
 public:
  TwoLineRenderer() : wxDataViewCustomRenderer("string", wxDATAVIEW_CELL_INERT) { EnableEllipsize(wxELLIPSIZE_END); }

  bool SetValue(const wxVariant& value) override {
    first_ = value.GetString().BeforeFirst('\n', &second_);
    return true;
  }
  bool GetValue(wxVariant& value) const override {
    value = first_ + "\n" + second_;
    return true;
  }
  [[nodiscard]] wxSize GetSize() const override {
    const wxSize first = GetTextExtent(first_);
    // In small type the second takes less than this.
    return {std::max(first.x, GetTextExtent(second_).x) + GetView()->FromDIP(metrics::kGap), 2 * first.y};
  }
  bool Render(wxRect cell, wxDC* dc, int state) override {
    const wxFont font = dc->GetFont();
    const wxFont small = font.Scaled(kSmall);
    const int height = dc->GetCharHeight();
    dc->SetFont(small);
    const int top = cell.y + (cell.height - height - dc->GetCharHeight()) / 2;
    RenderText(second_, 0, {cell.x, top + height, cell.width, dc->GetCharHeight()}, dc, state);
    dc->SetFont(font);
    RenderText(first_, 0, {cell.x, top, cell.width, height}, dc, state);
    return true;
  }
#if wxUSE_ACCESSIBILITY
  [[nodiscard]] wxString GetAccessibleDescription() const override { return first_ + ", " + second_; }
#endif

 private:
  wxString first_;
  wxString second_;
};

}  // namespace

void fit_rows_to_pictures(wxDataViewCtrl* list, int height) {
  list->SetRowHeight(height + 2 * list->FromDIP(metrics::kGap));
}

wxDataViewColumn* append_two_line_column(wxDataViewListCtrl* list, const wxString& title, unsigned column) {
  auto* appended = new wxDataViewColumn(title, new TwoLineRenderer, column, wxCOL_WIDTH_AUTOSIZE, wxALIGN_LEFT,
                                        wxDATAVIEW_COL_RESIZABLE);
  list->AppendColumn(appended);
  return appended;
}

wxString two_line_text(const std::string& first, const std::string& second) {
  return to_wx(first) + "\n" + to_wx(second);
}

#else

void fit_rows_to_pictures(wxDataViewCtrl* /*list*/, int /*height*/) {}

wxDataViewColumn* append_two_line_column(wxDataViewListCtrl* list, const wxString& title, unsigned column) {
  return append_markup_column(list, title, column);
}

wxString two_line_text(const std::string& first, const std::string& second) {
  return wxString::Format("%s\n<small>%s</small>", quoted_for_markup(first), quoted_for_markup(second));
}

#endif

}  // namespace sallyport
