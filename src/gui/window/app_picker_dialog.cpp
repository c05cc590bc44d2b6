#include "window/app_picker_dialog.hpp"

#include <wx/button.h>
#include <wx/dataview.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/srchctrl.h>
#include <wx/stattext.h>

#include <algorithm>
#include <utility>

#include "window/button_row.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/note.hpp"
#include "window/text.hpp"
#include "window/two_line_column.hpp"

namespace sallyport {
namespace {

constexpr std::size_t kIconsAtOnce = 8;

}  // namespace

AppPickerDialog::AppPickerDialog(wxWindow* parent, InstalledApps& apps)
    : wxDialog(parent, wxID_ANY, _("Add an app"), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      apps_(apps),
      icons_(this) {
  const auto search = make_labelled<wxTextCtrl>(this, _("&Search"));
  search_ = search.field;
  list_ = new wxDataViewListCtrl(this, wxID_ANY, wxDefaultPosition,
                                 FromDIP(wxSize(metrics::kDialogField, metrics::kWindowMinHeight)),
                                 wxDV_SINGLE | wxDV_NO_HEADER);
  name_control(list_, _("Installed apps"));
  list_->AppendBitmapColumn(wxString(), 0, wxDATAVIEW_CELL_INERT, FromDIP(metrics::kAppIcon + 2 * metrics::kGap));
  list_->AppendTextColumn(wxString());
  fit_rows_to_pictures(list_, FromDIP(metrics::kAppIcon));
  note_ = new Note(this);
  note_->fit_width(FromDIP(metrics::kDialogField));
  note_->show(Note::Kind::kHelp, from_wx(_(L"Looking for installed apps…")));

  const int gap = FromDIP(metrics::kGap);
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(search.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kMargin));
  row->Add(search_, 1);
  auto* other = new wxButton(this, wxID_MORE, _(L"An&other command…"));
  add_ = new wxButton(this, wxID_OK, _("&Add"));
  add_->SetDefault();
  add_->Disable();
  auto* buttons = new wxBoxSizer(wxHORIZONTAL);
  buttons->Add(other);
  buttons->AddStretchSpacer();
  add_closing_buttons(buttons, new wxButton(this, wxID_CANCEL, _("&Cancel")), {add_}, gap);
  auto* content = new wxBoxSizer(wxVERTICAL);
  content->Add(row, 0, wxEXPAND);
  content->Add(list_, 1, wxEXPAND | wxTOP | wxBOTTOM, gap);
  content->Add(note_);
  content->Add(buttons, 0, wxEXPAND | wxTOP, FromDIP(metrics::kMargin));
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(content, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizerAndFit(margin);
  set_accessible_dialog(GetHandle());
  search_->SetFocus();
  CentreOnParent();

  search_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { fill(); });
  // The list is walked while the search keeps the focus.
  search_->Bind(wxEVT_KEY_DOWN, [this](wxKeyEvent& event) {
    if (event.GetKeyCode() == WXK_DOWN)
      move_selection(1);
    else if (event.GetKeyCode() == WXK_UP)
      move_selection(-1);
    else
      event.Skip();
  });
  list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED,
              [this](wxDataViewEvent&) { add_->Enable(list_->GetSelectedRow() != wxNOT_FOUND); });
  list_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) { accept(); });
  add_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { accept(); });
  other->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { EndModal(wxID_MORE); });
  Bind(wxEVT_IDLE, [this](wxIdleEvent& event) {
    load_some_icons();
    event.RequestMore(icons_loaded_ < found_.size());
  });
  background_.run([this](const std::stop_token&) { return apps_.list(); },
                  [this](std::vector<InstalledApp> installed) {
                    picker_.emplace(std::move(installed), folded);
                    fill();
                  });
}

void AppPickerDialog::fill() {
  if (!picker_) return;
  found_ = picker_->search(from_wx(search_->GetValue()));
  icons_loaded_ = 0;
  list_->DeleteAllItems();
  for (const InstalledApp* app : found_) {
    wxVector<wxVariant> cells;
    cells.push_back(wxVariant(icons_.fallback()));
    cells.push_back(to_wx(app->name));
    list_->AppendItem(cells);
  }
  if (!found_.empty()) list_->SelectRow(0);
  add_->Enable(!found_.empty());
  const wxString nothing = search_->IsEmpty()
                               ? _(L"No installed apps were found. Use \"Another command…\" for any program.")
                               : _(L"No installed app is called that. Use \"Another command…\" for any program.");
  note_->show(Note::Kind::kHelp, found_.empty() ? from_wx(nothing) : std::string());
  Layout();
}

void AppPickerDialog::load_some_icons() {
  const std::size_t end = std::min(icons_loaded_ + kIconsAtOnce, found_.size());
  for (; icons_loaded_ < end; ++icons_loaded_)
    list_->SetValue(wxVariant(icons_.find(found_[icons_loaded_]->icon)), static_cast<unsigned>(icons_loaded_), 0);
}

void AppPickerDialog::move_selection(int by) {
  const int count = list_->GetItemCount();
  if (count == 0) return;
  const int row = std::clamp(list_->GetSelectedRow() + by, 0, count - 1);
  list_->SelectRow(static_cast<unsigned>(row));
  list_->EnsureVisible(list_->RowToItem(row));
}

void AppPickerDialog::accept() {
  const int row = list_->GetSelectedRow();
  if (row == wxNOT_FOUND) return;
  background_.run([this, id = found_[static_cast<std::size_t>(row)]->desktop_id](
                      const std::stop_token&) { return apps_.import(id); },
                  [this](Result<Client> imported) {
                    if (imported) {
                      client_ = std::move(*imported);
                      EndModal(wxID_OK);
                      return;
                    }
                    note_->show(Note::Kind::kError, imported.error().message);
                    Layout();
                  });
}

}  // namespace sallyport
