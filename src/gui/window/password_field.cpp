#include "window/password_field.hpp"

#include <wx/button.h>
#include <wx/intl.h>
#include <wx/textctrl.h>
#include <wx/tglbtn.h>

#include <algorithm>

#include "window/layout_metrics.hpp"

namespace sallyport {

PasswordField::PasswordField(wxWindow* parent, const wxString& label, const Events& events)
    : row_(new wxBoxSizer(wxHORIZONTAL)) {
  const auto made = make_labelled<wxTextCtrl>(parent, label, wxString(), wxDefaultPosition,
                                              parent->FromDIP(wxSize(metrics::kPasswordWidth, -1)), wxTE_PASSWORD);
  label_ = made.label;
  field_ = made.field;
  row_->Add(field_, 1, wxALIGN_CENTRE_VERTICAL);
  if (can_show_password()) add_reveal(parent);
  const wxString forget = _("Forget");
  forget_ = new wxButton(parent, wxID_ANY, forget);
  forget_->SetToolTip(_("Remove the stored password from the keychain when the settings are saved."));
  // Both faces of the button take the same room, so that nothing moves when it is pressed.
  const wxSize as_forget = forget_->GetBestSize();
  forget_->SetLabel(_("Keep it"));
  const wxSize as_keep = forget_->GetBestSize();
  forget_->SetLabel(forget);
  forget_->SetMinSize(wxSize(std::max(as_forget.x, as_keep.x), -1));

  row_->Add(forget_, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, parent->FromDIP(metrics::kGap));

  forget_->Bind(wxEVT_BUTTON, [forget = events.forget](wxCommandEvent&) { forget(); });
  field_->Bind(wxEVT_TEXT, [typed = events.typed](wxCommandEvent&) { typed(); });
}

void PasswordField::add_reveal(wxWindow* parent) {
  reveal_ = new wxToggleButton(parent, wxID_ANY, _("Show"));
  reveal_->SetToolTip(_("Show what is being typed. A stored password is never shown."));
  name_control(reveal_, _("Show the password while typing"));
  row_->Add(reveal_, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, parent->FromDIP(metrics::kGap));
  reveal_->Bind(wxEVT_TOGGLEBUTTON,
                [this](wxCommandEvent&) { set_password_visible(field_->GetHandle(), reveal_->GetValue()); });
}

bool PasswordField::empty() const { return is_field_empty(field_->GetHandle()); }

void PasswordField::show(const ProxyForm& form, ProxySource source) {
  const std::string key = source == ProxySource::kSystem ? "system_proxy.password" : "custom_proxy.password";
  const bool used = form.is_used(key);
  const bool forgotten = form.is_forgotten(source);
  field_->Enable(used);
  if (reveal_ != nullptr) reveal_->Enable(used);
  forget_->Enable(used && (forgotten || form.can_forget(source)));
  const wxString face = forgotten ? _("Keep it") : _("Forget");
  if (forget_->GetLabel() != face) forget_->SetLabel(face);
  const std::string hint = form.password_hint(source);
  if (hint == hint_) return;
  hint_ = hint;
  set_hint_of_field(field_->GetHandle(), hint);
}

Secret PasswordField::typed() const { return secret_of_field(field_->GetHandle()); }

void PasswordField::type(const Secret& password) { set_secret_of_field(field_->GetHandle(), password); }

void PasswordField::clear() {
  if (reveal_ != nullptr) {
    reveal_->SetValue(false);
    set_password_visible(field_->GetHandle(), false);
  }
  set_secret_of_field(field_->GetHandle(), Secret());
}

}  // namespace sallyport
