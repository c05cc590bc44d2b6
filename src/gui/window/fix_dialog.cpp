#include "window/fix_dialog.hpp"

#include <wx/button.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include "window/button_row.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/note.hpp"
#include "window/text.hpp"

namespace sallyport {

FixDialog::FixDialog(wxWindow* parent, const FixOffer& offer)
    : wxDialog(parent, wxID_ANY, _("Apply this fix?"), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER) {
  const int width = FromDIP(metrics::kCheckWidth);
  auto* description = new Note(this);
  description->fit_width(width);
  description->show(Note::Kind::kHelp, offer.description);
  const auto diff = make_labelled<wxTextCtrl>(this, _("What is &changed"), to_wx(offer.diff), wxDefaultPosition,
                                              wxSize(width, FromDIP(metrics::kPanelHeight)),
                                              wxTE_MULTILINE | wxTE_READONLY | wxTE_DONTWRAP);
  diff.field->SetFont(wxFont(wxFontInfo(GetFont().GetFractionalPointSize()).Family(wxFONTFAMILY_TELETYPE)));
  set_text_margin(diff.field->GetHandle(), FromDIP(metrics::kGap));
  auto* cancel = new wxButton(this, wxID_CANCEL, _("Cance&l"));
  auto* apply = new wxButton(this, wxID_OK, _("&Apply"));
  const int gap = FromDIP(metrics::kGap);
  auto* buttons = new wxBoxSizer(wxHORIZONTAL);
  buttons->AddStretchSpacer();
  add_closing_buttons(buttons, cancel, {apply}, gap);
  auto* content = new wxBoxSizer(wxVERTICAL);
  content->Add(description);
  content->Add(diff.label, 0, wxTOP, FromDIP(metrics::kMargin));
  content->Add(diff.field, 1, wxEXPAND | wxTOP, gap);
  content->Add(buttons, 0, wxEXPAND | wxTOP, FromDIP(metrics::kMargin));
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(content, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizerAndFit(margin);
  set_accessible_dialog(GetHandle());
  diff.field->SetInsertionPoint(0);
  cancel->SetDefault();
  cancel->SetFocus();
  CentreOnParent();
}

}  // namespace sallyport
