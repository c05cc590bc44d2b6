#include "window/client_dialog.hpp"

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/dirdlg.h>
#include <wx/filedlg.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include <algorithm>
#include <array>
#include <utility>

#include "window/button_row.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/note.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

/// In the order of the choice.
constexpr std::array kKinds = {ClientKind::kAuto, ClientKind::kPlain, ClientKind::kChromium, ClientKind::kJava,
                               ClientKind::kNode};

}  // namespace

ClientDialog::ClientDialog(wxWindow* parent, const wxString& title, ClientForm form)
    : wxDialog(parent, wxID_ANY, title, wxDefaultPosition, wxDefaultSize, wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      form_(std::move(form)) {
  for (const wxString& label : {_("Name"), _("Command"), _("Arguments"), _("Folder"), _("Variables"), _("Kind")})
    label_width_ = std::max(label_width_, GetTextExtent(label).x);
  const int margin = FromDIP(metrics::kMargin);
  const int column = label_width_ + margin;

  auto* content = new wxBoxSizer(wxVERTICAL);
  add_row(content, "name", _("&Name"));
  auto* browse = new wxButton(this, wxID_ANY, _(L"B&rowse…"));
  add_row(content, "command", _("&Command"), 0, browse, _("A program's path, or a name that is found in PATH."));
  add_row(content, "arguments", _("&Arguments"), 0, nullptr,
          _("Separated by spaces; quotation marks keep one together. {files} stands for what is opened."));
  auto* choose = new wxButton(this, wxID_ANY, _(L"C&hoose…"));
  add_row(content, "directory", _("&Folder"), 0, choose,
          _("Where the app starts. Empty: where Sallyport was started."));
  add_row(content, "variables", _("&Variables"), wxTE_MULTILINE, nullptr,
          _("One NAME=VALUE to a line. They win over the proxy settings."));

  wxArrayString kinds;
  kinds.Add(_("Recognise automatically"));
  kinds.Add(_("Reads proxy variables"));
  kinds.Add(_("Chromium or Electron"));
  kinds.Add(_("Java"));
  kinds.Add(_("Node.js"));
  const auto kind = make_labelled<wxChoice>(this, _("&Kind"), wxDefaultPosition, wxDefaultSize, kinds);
  kind_ = kind.field;
  kind.label->SetMinSize(wxSize(label_width_, -1));
  auto* kind_row = new wxBoxSizer(wxHORIZONTAL);
  kind_row->Add(kind.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  kind_row->Add(kind_);
  content->Add(kind_row, 0, wxEXPAND | wxBOTTOM, FromDIP(metrics::kGap));
  menu_ = new wxCheckBox(this, wxID_ANY, has_start_menu() ? _("In the Start &menu") : _("In the applications &menu"));
  content->Add(menu_, 0, wxLEFT, column);
  own_only_ = new wxCheckBox(this, wxID_ANY, _("The relay &serves only this app's own processes"));
  own_only_->SetToolTip(
      _("The relay is what the app is given where it gets its proxy through Sallyport: a port of this machine that "
        "leads to "
        "the proxy. Other programs of yours cannot use it then."));
  content->Add(own_only_, 0, wxLEFT, column);
  other_error_ = new Note(this);
  other_error_->fit_width(FromDIP(metrics::kDialogField));
  content->Add(other_error_, 0, wxLEFT | wxTOP, column);

  auto* cancel = new wxButton(this, wxID_CANCEL, _("Cance&l"));
  auto* ok = new wxButton(this, wxID_OK, _("&OK"));
  ok->SetDefault();
  auto* buttons = new wxBoxSizer(wxHORIZONTAL);
  buttons->AddStretchSpacer();
  add_closing_buttons(buttons, cancel, {ok}, FromDIP(metrics::kGap));
  auto* all = new wxBoxSizer(wxVERTICAL);
  all->Add(content, 1, wxEXPAND | wxALL, margin);
  all->Add(buttons, 0, wxEXPAND | wxLEFT | wxRIGHT | wxBOTTOM, margin);

  const ClientForm::Fields& shown = form_.shown();
  fields_["name"]->ChangeValue(to_wx(shown.name));
  fields_["command"]->ChangeValue(to_wx(shown.command));
  fields_["arguments"]->ChangeValue(to_wx(shown.arguments));
  fields_["directory"]->ChangeValue(to_wx(shown.directory));
  fields_["variables"]->ChangeValue(to_wx(shown.variables));
  kind_->SetSelection(static_cast<int>(std::ranges::find(kKinds, shown.kind) - kKinds.begin()));
  menu_->SetValue(shown.menu);
  own_only_->SetValue(shown.own_processes_only);

  SetSizerAndFit(all);
  set_accessible_dialog(GetHandle());
  fields_["name"]->SetFocus();
  browse->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter(&ClientDialog::browse_command); });
  choose->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter(&ClientDialog::browse_directory); });
  Bind(
      wxEVT_BUTTON, [this](wxCommandEvent&) { accept(); }, wxID_OK);
  CentreOnParent();
}

void ClientDialog::add_row(wxBoxSizer* content, const std::string& key, const wxString& label, long style,
                           wxWindow* beside, const wxString& help) {
  const int gap = FromDIP(metrics::kGap);
  const bool tall = (style & wxTE_MULTILINE) != 0;
  const wxSize size = FromDIP(wxSize(metrics::kDialogField, tall ? 3 * metrics::kAppIcon : -1));
  const auto made = make_labelled<wxTextCtrl>(this, label, wxString(), wxDefaultPosition, size, style);
  made.label->SetMinSize(wxSize(label_width_, -1));
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(made.label, 0, (tall ? wxALIGN_TOP : wxALIGN_CENTRE_VERTICAL) | wxRIGHT, FromDIP(metrics::kMargin));
  row->Add(made.field, 1, tall ? int{wxEXPAND} : int{wxALIGN_CENTRE_VERTICAL});
  if (beside != nullptr) {
    beside->MoveAfterInTabOrder(made.field);
    row->Add(beside, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, gap);
  }
  content->Add(row, tall ? 1 : 0, wxEXPAND);
  fields_[key] = made.field;

  const int column = label_width_ + FromDIP(metrics::kMargin);
  auto* error = new Note(this);
  error->fit_width(size.x);
  content->Add(error, 0, wxLEFT, column);
  errors_[key] = error;
  if (!help.empty()) {
    auto* note = new Note(this);
    note->fit_width(size.x);
    note->show(Note::Kind::kHelp, from_wx(help));
    content->Add(note, 0, wxLEFT, column);
  }
  content->AddSpacer(gap);
}

void ClientDialog::browse_command() {
  wxFileDialog dialog(this, _("Choose a program"), wxString(), wxString(), wxFileSelectorDefaultWildcardStr,
                      wxFD_OPEN | wxFD_FILE_MUST_EXIST);
  if (dialog.ShowModal() == wxID_OK) fields_["command"]->ChangeValue(dialog.GetPath());
}

void ClientDialog::browse_directory() {
  wxDirDialog dialog(this, _("Choose the folder that the app starts in"), fields_["directory"]->GetValue());
  if (dialog.ShowModal() == wxID_OK) fields_["directory"]->ChangeValue(dialog.GetPath());
}

void ClientDialog::read() {
  form_.edit({.name = from_wx(fields_["name"]->GetValue().Strip(wxString::both)),
              .command = from_wx(fields_["command"]->GetValue().Strip(wxString::both)),
              .arguments = from_wx(fields_["arguments"]->GetValue()),
              .directory = from_wx(fields_["directory"]->GetValue().Strip(wxString::both)),
              .variables = from_wx(fields_["variables"]->GetValue()),
              .kind = kKinds.at(static_cast<std::size_t>(kind_->GetSelection())),
              .menu = menu_->GetValue(),
              .own_processes_only = own_only_->GetValue()});
}

void ClientDialog::accept() {
  read();
  const std::vector<FieldError> errors = form_.errors();
  if (errors.empty()) {
    EndModal(wxID_OK);
    return;
  }
  for (const auto& [key, field] : fields_) {
    const auto error = std::ranges::find(errors, key, &FieldError::field);
    show_error(key, error == errors.end() ? std::string() : error->message);
  }
  const auto has_line = [this](const FieldError& error) { return fields_.contains(error.field); };
  const auto first = std::ranges::find_if(errors, has_line);
  const auto other = std::ranges::find_if_not(errors, has_line);
  other_error_->show(Note::Kind::kError, other == errors.end() ? std::string() : other->message);
  widget_of(first == errors.end() ? other->field : first->field)->SetFocus();
  Layout();
  Fit();
}

void ClientDialog::show_error(const std::string& field, const std::string& error) {
  errors_[field]->show(Note::Kind::kError, error);
  set_accessible_description(fields_[field]->GetHandle(), error);
}

wxWindow* ClientDialog::widget_of(const std::string& field) const {
  if (field == "kind") return kind_;
  if (field == "menu") return menu_;
  if (field == "admit") return own_only_;
  // What was made from the name, or from an installed app, has no field of its own.
  const auto found = fields_.find(field);
  return found == fields_.end() ? fields_.at("name") : found->second;
}

void ClientDialog::go_to(const std::string& field, const std::string& error) {
  if (field.empty()) return;
  if (fields_.contains(field)) {
    show_error(field, error);
    fields_[field]->SelectAll();
  } else {
    other_error_->show(Note::Kind::kError, error);
    set_accessible_description(widget_of(field)->GetHandle(), error);
  }
  widget_of(field)->SetFocus();
  Layout();
  Fit();
}

}  // namespace sallyport
