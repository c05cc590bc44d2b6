#include "window/banner.hpp"

#include <wx/artprov.h>
#include <wx/button.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/statbmp.h>
#include <wx/stattext.h>

#include "platform/native_widget.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

wxBitmapBundle icon_of(Banner::Kind kind) {
  return wxArtProvider::GetBitmapBundle(kind == Banner::Kind::kInForce ? wxART_INFORMATION : wxART_WARNING, wxART_OTHER,
                                        wxSize(metrics::kBannerIcon, metrics::kBannerIcon));
}

}  // namespace

Banner::Banner(wxWindow* parent, const Acts& acts)
    : wxPanel(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxTAB_TRAVERSAL | wxBORDER_THEME) {
  icon_ = new wxStaticBitmap(this, wxID_ANY, icon_of(kind_));
  sentence_ = new wxStaticText(this, wxID_ANY, wxString());
  sentence_->SetFont(GetFont().Scaled(1.1F));
  sentence_->SetMinSize(wxSize(1, metrics::kBannerLines * sentence_->GetCharHeight()));
  set_label_wraps(sentence_->GetHandle());
  auto* environment = new wxButton(this, wxID_ANY, _(L"Sho&w environment…"));
  environment->SetToolTip(_("The variables that apps started now will get, and why."));
  environment->Bind(wxEVT_BUTTON, [this, act = acts.show_environment](wxCommandEvent&) { CallAfter(act); });
  no_apps_ = new wxStaticText(this, wxID_ANY, _("No apps yet. Add the first one to start it with these settings."));
  add_app_ = new wxButton(this, wxID_ANY, _(L"Add an app…"));
  add_app_->Bind(wxEVT_BUTTON, [this, act = acts.add_app](wxCommandEvent&) { CallAfter(act); });

  const int gap = FromDIP(metrics::kGap);
  const int margin = FromDIP(metrics::kMargin);
  auto* first = new wxBoxSizer(wxHORIZONTAL);
  first->Add(icon_, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  first->Add(sentence_, 1, wxALIGN_CENTRE_VERTICAL);
  first->Add(environment, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, margin);
  auto* second = new wxBoxSizer(wxHORIZONTAL);
  second->Add(no_apps_, 1, wxALIGN_CENTRE_VERTICAL | wxLEFT, margin + FromDIP(metrics::kBannerIcon));
  second->Add(add_app_, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, margin);
  auto* rows = new wxBoxSizer(wxVERTICAL);
  rows->Add(first, 0, wxEXPAND | wxALL, gap);
  rows->Add(second, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, gap);
  SetSizer(rows);
  show_no_apps(false);
}

void Banner::show(Kind kind, const std::string& sentence) {
  if (kind != kind_) {
    icon_->SetBitmap(icon_of(kind));
    kind_ = kind;
  }
  const wxString text = to_wx(sentence);
  if (sentence_->GetLabelText() == text) return;
  sentence_->SetLabelText(text);
  Layout();
}

void Banner::show_no_apps(bool none) {
  no_apps_->Show(none);
  add_app_->Show(none);
  InvalidateBestSize();
}

}  // namespace sallyport
