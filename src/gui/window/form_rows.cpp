#include "window/form_rows.hpp"

#include <wx/checkbox.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <algorithm>

#include "platform/native_widget.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"

namespace sallyport {

FormRows::FormRows(wxWindow* parent, std::initializer_list<wxString> labels, Events events)
    : parent_(parent), events_(std::move(events)) {
  for (const wxString& label : labels) label_width_ = std::max(label_width_, parent->GetTextExtent(label).x);
  column_ = label_width_ + parent->FromDIP(metrics::kIndent + metrics::kMargin);
}

wxBoxSizer* FormRows::add_heading(wxSizer* page, const wxString& title, const wxString& explanation) {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  auto* heading = new wxStaticText(parent_, wxID_ANY, title);
  heading->SetFont(parent_->GetFont().Bold());
  row->Add(heading, 0, wxALIGN_CENTRE_VERTICAL);
  if (!explanation.empty()) {
    auto* text = new wxStaticText(parent_, wxID_ANY, explanation);
    text->SetFont(parent_->GetFont().Scaled(0.93F));
    row->Add(text, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, parent_->FromDIP(metrics::kMargin));
  }
  page->Add(row, 0, wxEXPAND | wxTOP, parent_->FromDIP(metrics::kGroupGap));
  return row;
}

void FormRows::add_row(wxSizer* page, wxSizer* row) {
  auto* indented = new wxBoxSizer(wxHORIZONTAL);
  indented->AddSpacer(parent_->FromDIP(metrics::kIndent));
  indented->Add(row, 1, wxALIGN_CENTRE_VERTICAL);
  page->Add(indented, 0, wxEXPAND | wxTOP, parent_->FromDIP(metrics::kGap));
}

Note* FormRows::add_note(wxSizer* page, int left) {
  auto* note = new Note(parent_);
  page->Add(note, 0, wxLEFT, left);
  adopt_note(note, left);
  return note;
}

wxCheckBox* FormRows::make_check(const std::string& key, const wxString& label) {
  auto* check = new wxCheckBox(parent_, wxID_ANY, label);
  bind(check, key);
  return check;
}

wxTextCtrl* FormRows::make_text(wxSizer* row, const std::string& key, const wxString& label, int width) {
  const auto made = make_labelled<wxTextCtrl>(parent_, label, wxString(), wxDefaultPosition,
                                              width > 0 ? parent_->FromDIP(wxSize(width, -1)) : wxDefaultSize);
  if (row->IsEmpty()) made.label->SetMinSize(wxSize(label_width_, -1));
  row->Add(made.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, parent_->FromDIP(metrics::kMargin));
  row->Add(made.field, width > 0 ? 0 : 1, wxALIGN_CENTRE_VERTICAL);
  bind(made.field, key);
  return made.field;
}

void FormRows::bind(wxWindow* field, const std::string& key) {
  field->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { events_.edited(); });
  field->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { events_.edited(); });
  field->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { events_.edited(); });
  bind_focus(field, key, true);
}

void FormRows::bind_focus(wxWindow* field, const std::string& key, bool is_enabled_here) {
  fields_[key] = {field, is_enabled_here};
  field->Bind(wxEVT_KILL_FOCUS, [this, key](wxFocusEvent& event) {
    events_.left(key);
    event.Skip();
  });
}

wxWindow* FormRows::find(std::string_view key) const {
  const auto found = fields_.find(key);
  return found == fields_.end() ? nullptr : found->second.field;
}

void FormRows::enable(const std::function<bool(const std::string& key)>& is_used) {
  for (const auto& [key, bound] : fields_)
    if (bound.is_enabled_here) bound.field->Enable(is_used(key));
}

bool FormRows::show_errors(const std::function<std::string(const std::string& key)>& error_at) {
  bool moved = false;
  for (const auto& [key, note] : errors_) {
    const std::string error = error_at(key);
    moved |= note->show(Note::Kind::kError, error);
    set_accessible_description(fields_.at(key).field->GetHandle(), error);
  }
  return moved;
}

void FormRows::fit_notes(int width) {
  for (const auto& [note, left] : notes_) note->fit_width(width - left);
}

}  // namespace sallyport
