#include "window/environment_dialog.hpp"

#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/dataview.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <utility>

#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/note.hpp"
#include "window/text.hpp"

namespace sallyport {

EnvironmentDialog::EnvironmentDialog(wxWindow* parent, EnvironmentTable table)
    : wxDialog(parent, wxID_ANY, _("Environment of apps started now"), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      table_(std::move(table)) {
  const auto made = make_labelled<wxDataViewListCtrl>(this, _("Proxy variables"), wxDefaultPosition,
                                                      FromDIP(wxSize(metrics::kWindowMinWidth, metrics::kTableHeight)),
                                                      wxDV_ROW_LINES);
  wxDataViewListCtrl* const list = made.field;
  constexpr auto kResizable = wxDATAVIEW_COL_RESIZABLE;
  list->AppendTextColumn(_("Variable"), wxDATAVIEW_CELL_INERT, wxCOL_WIDTH_AUTOSIZE, wxALIGN_LEFT, kResizable);
  // A long list of hosts must not push the reasons out of sight.
  list->AppendTextColumn(_("Value"), wxDATAVIEW_CELL_INERT, FromDIP(metrics::kDialogField * 4 / 5), wxALIGN_LEFT,
                         kResizable)
      ->GetRenderer()
      ->EnableEllipsize(wxELLIPSIZE_END);
  list->AppendTextColumn(_("Why"), wxDATAVIEW_CELL_INERT, wxCOL_WIDTH_AUTOSIZE, wxALIGN_LEFT, kResizable);
  for (const EnvironmentTable::Row& row : table_.rows) {
    wxVector<wxVariant> cells;
    for (const std::string* cell : {&row.variable, &row.value, &row.reason}) cells.push_back(to_wx(*cell));
    list->AppendItem(cells);
  }

  const int gap = FromDIP(metrics::kGap);
  auto* content = new wxBoxSizer(wxVERTICAL);
  content->Add(made.label);
  content->Add(list, 1, wxEXPAND | wxTOP, gap);
  list->Show(!table_.rows.empty());
  if (table_.rows.empty())
    made.label->SetLabel(_("Apps started now see no proxy variable, and none had to be removed."));
  for (const std::string& sentence : table_.notes) {
    auto* note = new Note(this);
    note->fit_width(FromDIP(metrics::kWindowMinWidth));
    note->show(Note::Kind::kWarning, sentence);
    content->Add(note, 0, wxTOP, gap);
  }
  auto* copy_button = new wxButton(this, wxID_COPY, _("&Copy as text"));
  auto* close_button = new wxButton(this, wxID_CLOSE, _("C&lose"));
  auto* buttons = new wxBoxSizer(wxHORIZONTAL);
  buttons->Add(copy_button);
  buttons->AddStretchSpacer();
  buttons->Add(close_button);
  content->Add(buttons, 0, wxEXPAND | wxTOP, FromDIP(metrics::kMargin));
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(content, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizerAndFit(margin);
  set_accessible_dialog(GetHandle());
  SetEscapeId(wxID_CLOSE);
  close_button->SetDefault();
  close_button->SetFocus();
  copy_button->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { copy(); });
  CentreOnParent();
}

void EnvironmentDialog::copy() {
  wxClipboardLocker lock;
  if (!!lock) wxTheClipboard->SetData(new wxTextDataObject(to_wx(table_.text())));
}

}  // namespace sallyport
