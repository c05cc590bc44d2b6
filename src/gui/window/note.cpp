#include "window/note.hpp"

#include <wx/artprov.h>
#include <wx/sizer.h>
#include <wx/statbmp.h>
#include <wx/stattext.h>

#include <algorithm>

#include "platform/native_widget.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {

wxBitmapBundle Note::icon_of(Kind kind) {
  const wxSize size(metrics::kNoteIcon, metrics::kNoteIcon);
  switch (kind) {
    case Kind::kGood:
      return wxArtProvider::GetBitmapBundle(wxART_TICK_MARK, wxART_OTHER, size);
    case Kind::kWarning:
      return wxArtProvider::GetBitmapBundle(wxART_WARNING, wxART_OTHER, size);
    case Kind::kError:
      return wxArtProvider::GetBitmapBundle(wxART_ERROR, wxART_OTHER, size);
    case Kind::kHelp:
      break;
  }
  return {};
}

Note::Note(wxWindow* parent) : wxWindow(parent, wxID_ANY) {
  SetCanFocus(false);
  Hide();
}

void Note::make() {
  icon_ = new wxStaticBitmap(this, wxID_ANY, wxNullBitmap);
  text_ = new wxStaticText(this, wxID_ANY, wxString());
  text_->SetFont(GetFont().Scaled(0.93F));
  set_label_wraps(text_->GetHandle());
  set_accessible_announcement(text_->GetHandle());
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(icon_, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kGap));
  row->Add(text_, 1);
  SetSizer(row);
  icon_->Hide();
}

bool Note::show(Kind kind, const std::string& sentence) {
  if (sentence == sentence_ && (kind == kind_ || sentence.empty())) return false;
  if (text_ == nullptr) make();
  const wxSize before = IsShown() ? GetMinSize() : wxSize(0, 0);
  if (kind != kind_) {
    if (kind != Kind::kHelp) icon_->SetBitmap(icon_of(kind));
    icon_->Show(kind != Kind::kHelp);
    kind_ = kind;
  }
  sentence_ = sentence;
  text_->SetLabelText(to_wx(sentence));
  Show(!sentence.empty());
  fit();
  return (IsShown() ? GetMinSize() : wxSize(0, 0)) != before;
}

void Note::fit_width(int width) {
  if (width == width_) return;
  width_ = width;
  fit();
}

void Note::fit() {
  if (text_ == nullptr) return;
  const int icon = icon_->IsShown() ? FromDIP(metrics::kNoteIcon + metrics::kGap) : 0;
  const int width = std::max(width_ - icon, FromDIP(metrics::kDialogField / 2));
  const int height = label_height(text_->GetHandle(), width);
  text_->SetMinSize(wxSize(width, height));
  SetMinSize(wxSize(width + icon, std::max(height, icon > 0 ? FromDIP(metrics::kNoteIcon) : 0)));
  Layout();
}

}  // namespace sallyport
