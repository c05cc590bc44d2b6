#include "window/proxy_page.hpp"

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/filedlg.h>
#include <wx/filefn.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <algorithm>

#include "window/environment_dialog.hpp"
#include "window/execute.hpp"
#include "window/import_dialog.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

constexpr int kTypingPause = 300;  // milliseconds
constexpr std::chrono::seconds kKeychainPatience{10};

/// What apps also trust, in the order of the choice.
enum Authority { kNoAuthority, kSystemAuthority, kAuthorityFile };

}  // namespace

ProxyPage::ProxyPage(wxWindow* parent, WindowPorts& ports, Acts acts)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      ports_(ports),
      acts_(std::move(acts)),
      form_(ports.environment),
      rows_(this,
            {_("User name"), _("Requests"), _("Type"), _("Server"), _("Bypass"), _("How apps get it"),
             _("Apps also trust")},
            {.edited = [this] { edited(); },
             .left =
                 [this](const std::string& key) {
                   form_.field_left(key);
                   CallAfter(&ProxyPage::refresh);
                 }}) {
  SetScrollRate(0, FromDIP(metrics::kGap));
  auto* page = new wxBoxSizer(wxVERTICAL);
  banner_ = new Banner(this, {.show_environment = [this] { show_environment(); }, .add_app = acts_.add_app});
  page->Add(banner_, 0, wxEXPAND);
  make_system_section(page);
  make_custom_section(page);
  make_delivery(page);
  make_authority(page);
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(page, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizer(margin);

  pause_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) {
    ask_keychain();
    ask_authorities();
  });
  Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
    fit_notes();
    event.Skip();
  });
}

void ProxyPage::make_system_section(wxBoxSizer* page) {
  const int indent = FromDIP(metrics::kIndent);
  rows_.add_heading(page, _("System proxy"), wxString());
  widgets_.system_enabled = rows_.make_check("system_proxy.enabled", _("Use the syste&m proxy"));
  page->Add(widgets_.system_enabled, 0, wxTOP, FromDIP(metrics::kGap));

  auto* row = new wxBoxSizer(wxHORIZONTAL);
  system_summary_ = new Note(this);
  system_settings_ = new wxButton(this, wxID_ANY, _(L"Open system settings…"));
  system_settings_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { open_system_settings(); });
  row->Add(system_summary_, 1, wxALIGN_CENTRE_VERTICAL);
  row->AddStretchSpacer(0);
  row->Add(system_settings_, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, FromDIP(metrics::kMargin));
  rows_.add_row(page, row);
  rows_.adopt_note(system_summary_, indent + system_settings_->GetBestSize().x + FromDIP(metrics::kMargin));

  system_note_ = rows_.add_note(page, indent);

  widgets_.respect_environment = rows_.make_check("system_proxy.respect_environment",
                                                  _("Use HTTP_PROXY, HTTPS_PROXY and NO_PROXY from the &environment"));
  widgets_.respect_environment->SetToolTip(
      _("Where these variables are set, as in a terminal, they win over the system's own proxy."));
  auto* environment_row = new wxBoxSizer(wxHORIZONTAL);
  environment_row->Add(widgets_.respect_environment);
  rows_.add_row(page, environment_row);
  make_login(page, ProxySource::kSystem);
}

void ProxyPage::make_custom_section(wxBoxSizer* page) {
  auto* heading = rows_.add_heading(page, _("Custom proxy"), _("used instead of the system proxy while it is on"));
  auto* import_button = new wxButton(this, wxID_ANY, _(L"Import…"));
  import_button->SetToolTip(_("Fills the form with what a desktop, the environment or a proxy URL says."));
  import_button->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { import(); }); });
  heading->AddStretchSpacer();
  heading->Add(import_button, 0, wxALIGN_CENTRE_VERTICAL);
  widgets_.custom_enabled = rows_.make_check("custom_proxy.enabled", _("Use a custom pro&xy"));
  page->Add(widgets_.custom_enabled, 0, wxTOP, FromDIP(metrics::kGap));

  auto* requests = new wxBoxSizer(wxHORIZONTAL);
  auto* label = new wxStaticText(this, wxID_ANY, _("Requests"), wxDefaultPosition, wxSize(rows_.label_width(), -1));
  requests->Add(label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kMargin));
  widgets_.http = rows_.make_check("custom_proxy.http", _("&HTTP"));
  widgets_.http->SetToolTip("http_proxy");
  widgets_.https = rows_.make_check("custom_proxy.https", _("HT&TPS"));
  widgets_.https->SetToolTip("https_proxy");
  name_control(widgets_.http, _("HTTP requests"));
  name_control(widgets_.https, _("HTTPS requests"));
  requests->Add(widgets_.http, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kGroupGap));
  requests->Add(widgets_.https, 0, wxALIGN_CENTRE_VERTICAL);
  rows_.add_row(page, requests);
  rows_.add_error(page, "custom_proxy.http");

  make_type(page);
  auto* server = new wxBoxSizer(wxHORIZONTAL);
  widgets_.host = rows_.make_text(server, "custom_proxy.host", _("Ser&ver"), 0);
  widgets_.host->SetHint("proxy.example.com");
  server->AddSpacer(FromDIP(metrics::kMargin));
  widgets_.port = rows_.make_text(server, "custom_proxy.port", _("P&ort"), metrics::kPortWidth);
  rows_.add_row(page, server);
  rows_.add_error(page, "custom_proxy.host");
  rows_.add_error(page, "custom_proxy.port");

  make_login(page, ProxySource::kCustom);

  auto* bypass = new wxBoxSizer(wxHORIZONTAL);
  widgets_.bypass = rows_.make_text(bypass, "custom_proxy.bypass", _("&Bypass"), 0);
  widgets_.bypass->SetHint("localhost, *.corp.example, 10.0.0.0/8");
  widgets_.bypass->SetToolTip("NO_PROXY");
  rows_.add_row(page, bypass);
  rows_.add_error(page, "custom_proxy.bypass");
  rows_.add_note(page)->show(Note::Kind::kHelp, from_wx(_("Hosts that do not use the proxy, separated by commas.")));
  bypass_note_ = rows_.add_note(page);
}

void ProxyPage::make_type(wxBoxSizer* page) {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  wxArrayString types;
  types.Add("HTTP");
  types.Add("HTTPS");
  types.Add("SOCKS5");
  const auto made = make_labelled<wxChoice>(this, _("T&ype"), wxDefaultPosition, wxDefaultSize, types);
  made.label->SetMinSize(wxSize(rows_.label_width(), -1));
  made.field->SetToolTip(_("How the proxy itself is spoken to. Most proxies are HTTP, for HTTPS requests too."));
  widgets_.protocol = made.field;
  rows_.bind(made.field, "custom_proxy.protocol");
  row->Add(made.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kMargin));
  row->Add(made.field, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kGroupGap));
  widgets_.ca_file = rows_.make_text(row, "custom_proxy.ca_file", _("CA &file"), 0);
  widgets_.ca_file->SetHint(_("none beside the system's"));
  widgets_.ca_file->SetToolTip(
      _("Certificates to trust beside the system's, in PEM form: for a proxy of the type HTTPS whose certificate comes "
        "from your company."));
  widgets_.choose_ca_file = new wxButton(this, wxID_ANY, _(L"Choose…"));
  name_control(widgets_.choose_ca_file, _("Choose a CA file"));
  widgets_.choose_ca_file->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { choose_ca_file(widgets_.ca_file); });
  row->Add(widgets_.choose_ca_file, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, FromDIP(metrics::kMargin));
  rows_.add_row(page, row);
  rows_.add_error(page, "custom_proxy.ca_file");
}

void ProxyPage::make_login(wxBoxSizer* page, ProxySource source) {
  const bool system = source == ProxySource::kSystem;
  const std::string section = system ? "system_proxy." : "custom_proxy.";
  wxCheckBox*& check = system ? widgets_.system_authentication : widgets_.custom_authentication;
  check = rows_.make_check(section + "authentication", system ? _("This proxy re&quires authentication")
                                                              : _("This proxy requ&ires authentication"));
  auto* check_row = new wxBoxSizer(wxHORIZONTAL);
  check_row->Add(check);
  rows_.add_row(page, check_row);

  auto* row = new wxBoxSizer(wxHORIZONTAL);
  wxTextCtrl*& username = system ? widgets_.system_username : widgets_.custom_username;
  username =
      rows_.make_text(row, section + "username", system ? _("&User name") : _("User &name"), metrics::kUserWidth);
  auto& field = system ? system_password_ : custom_password_;
  field = std::make_unique<PasswordField>(
      this, system ? _("&Password") : _("Passwor&d"),
      PasswordField::Events{.typed = [this] { edited(); }, .forget = [this, source] { forget(source); }});
  row->Add(field->label(), 0, wxALIGN_CENTRE_VERTICAL | wxLEFT | wxRIGHT, FromDIP(metrics::kMargin));
  row->Add(field->row(), 1, wxALIGN_CENTRE_VERTICAL);
  rows_.add_row(page, row);
  rows_.bind_focus(field->field(), section + "password");
  rows_.add_error(page, section + "username");
  rows_.add_error(page, section + "password");
  (system ? system_password_note_ : custom_password_note_) = rows_.add_note(page);
}

void ProxyPage::make_delivery(wxBoxSizer* page) {
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  wxArrayString ways;
  ways.Add(_("Automatically"));
  ways.Add(_("In their environment"));
  ways.Add(_("Through Sallyport"));
  const auto made = make_labelled<wxChoice>(this, _("How &apps get it"), wxDefaultPosition, wxDefaultSize, ways);
  widgets_.delivery = made.field;
  rows_.bind(made.field, "delivery");
  made.label->SetMinSize(wxSize(rows_.column() - FromDIP(metrics::kMargin), -1));
  row->Add(made.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kMargin));
  row->Add(made.field, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, FromDIP(metrics::kMargin));
  delivery_note_ = new Note(this);
  row->Add(delivery_note_, 1, wxALIGN_CENTRE_VERTICAL);
  rows_.adopt_note(delivery_note_, rows_.column() + made.field->GetBestSize().x + FromDIP(metrics::kMargin));
  page->Add(row, 0, wxEXPAND | wxTOP, FromDIP(metrics::kGroupGap));
  rows_.add_error(page, "delivery");
}

void ProxyPage::make_authority(wxBoxSizer* page) {
  const int margin = FromDIP(metrics::kMargin);
  wxArrayString kinds;
  kinds.Add(_("Nothing more"));
  kinds.Add(_("What the system trusts"));
  kinds.Add(_("The certificates in a file"));
  const auto made = make_labelled<wxChoice>(this, _("Apps a&lso trust"), wxDefaultPosition, wxDefaultSize, kinds);
  made.label->SetMinSize(wxSize(rows_.column() - margin, -1));
  made.field->SetToolTip(
      _("For a company that opens TLS and signs it anew: its certificates, given to apps beside those that they trust "
        "already (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE, GIT_SSL_CAINFO)."));
  widgets_.authority = made.field;
  made.field->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { edited(); });
  widgets_.authority_file = new wxTextCtrl(this, wxID_ANY);
  name_control(widgets_.authority_file, _("File of certificates"));
  widgets_.authority_file->SetHint(wxFILE_SEP_PATH == '/' ? "/etc/ssl/certs/company.pem" : R"(C:\certs\company.pem)");
  rows_.bind(widgets_.authority_file, "ca_file");
  widgets_.choose_authority_file = new wxButton(this, wxID_ANY, _(L"Choose…"));
  name_control(widgets_.choose_authority_file, _("Choose a file of certificates"));
  widgets_.choose_authority_file->Bind(wxEVT_BUTTON,
                                       [this](wxCommandEvent&) { choose_ca_file(widgets_.authority_file); });
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(made.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  row->Add(made.field, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  row->Add(widgets_.authority_file, 1, wxALIGN_CENTRE_VERTICAL);
  row->Add(widgets_.choose_authority_file, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, margin);
  page->Add(row, 0, wxEXPAND | wxTOP, FromDIP(metrics::kGap));
  rows_.add_error(page, "ca_file");
  authority_note_ = rows_.add_note(page);
}

void ProxyPage::load(const ProxySettings& saved) {
  form_.load(saved);
  loading_ = true;
  system_password_->clear();
  custom_password_->clear();
  asked_.clear();
  show_values(saved);
}

void ProxyPage::show_values(const ProxySettings& settings) {
  loading_ = true;
  const SystemProxySettings& system = settings.system_proxy;
  widgets_.system_enabled->SetValue(system.enabled);
  widgets_.respect_environment->SetValue(system.respect_environment);
  widgets_.system_authentication->SetValue(system.authentication);
  widgets_.system_username->ChangeValue(to_wx(system.username));
  const CustomProxySettings& custom = settings.custom_proxy;
  widgets_.custom_enabled->SetValue(custom.enabled);
  widgets_.http->SetValue(custom.http);
  widgets_.https->SetValue(custom.https);
  widgets_.protocol->SetSelection(static_cast<int>(custom.protocol));
  widgets_.ca_file->ChangeValue(to_wx(custom.ca_file));
  widgets_.host->ChangeValue(to_wx(custom.host));
  widgets_.port->ChangeValue(wxString::Format("%lld", static_cast<long long>(custom.port)));
  widgets_.custom_authentication->SetValue(custom.authentication);
  widgets_.custom_username->ChangeValue(to_wx(custom.username));
  widgets_.bypass->ChangeValue(to_wx(custom.bypass));
  widgets_.delivery->SetSelection(static_cast<int>(settings.delivery));
  const bool from_system = settings.ca_file == kSystemAuthorities;
  widgets_.authority->SetSelection(settings.ca_file.empty() ? kNoAuthority
                                   : from_system            ? kSystemAuthority
                                                            : kAuthorityFile);
  widgets_.authority_file->ChangeValue(from_system ? wxString() : to_wx(settings.ca_file));
  loading_ = false;
  edited();
}

void ProxyPage::edited() {
  if (loading_) return;
  ProxySettings settings = form_.saved();
  SystemProxySettings& system = settings.system_proxy;
  system.enabled = widgets_.system_enabled->GetValue();
  system.respect_environment = widgets_.respect_environment->GetValue();
  system.authentication = widgets_.system_authentication->GetValue();
  system.username = from_wx(widgets_.system_username->GetValue());
  CustomProxySettings& custom = settings.custom_proxy;
  custom.enabled = widgets_.custom_enabled->GetValue();
  custom.http = widgets_.http->GetValue();
  custom.https = widgets_.https->GetValue();
  custom.protocol = static_cast<ProxyProtocol>(widgets_.protocol->GetSelection());
  custom.ca_file = from_wx(widgets_.ca_file->GetValue().Strip(wxString::both));
  custom.host = from_wx(widgets_.host->GetValue().Strip(wxString::both));
  custom.authentication = widgets_.custom_authentication->GetValue();
  custom.username = from_wx(widgets_.custom_username->GetValue());
  custom.bypass = from_wx(widgets_.bypass->GetValue());
  settings.delivery = static_cast<Delivery>(widgets_.delivery->GetSelection());
  const int authority = widgets_.authority->GetSelection();
  settings.ca_file.clear();
  if (authority == kSystemAuthority) settings.ca_file = kSystemAuthorities;
  if (authority == kAuthorityFile)
    settings.ca_file = from_wx(widgets_.authority_file->GetValue().Strip(wxString::both));
  form_.choose_authority_file(authority == kAuthorityFile);
  form_.edit(settings, from_wx(widgets_.port->GetValue().Strip(wxString::both)));
  for (const ProxySource source : {ProxySource::kSystem, ProxySource::kCustom})
    form_.set_password_typed(source, !password(source).empty());
  refresh();
  pause_.StartOnce(kTypingPause);
  acts_.edited();
}

void ProxyPage::refresh() {
  bool moved = rows_.show_errors([this](const std::string& key) { return form_.error_at(key); });
  rows_.enable([this](const std::string& key) { return form_.is_used(key); });
  widgets_.choose_ca_file->Enable(form_.is_used("custom_proxy.ca_file"));
  widgets_.choose_authority_file->Enable(form_.is_used("ca_file"));
  for (const ProxySource source : {ProxySource::kSystem, ProxySource::kCustom}) {
    password(source).show(form_, source);
    Note* const note = source == ProxySource::kSystem ? system_password_note_ : custom_password_note_;
    moved |= note->show(form_.password_missing(source) ? Note::Kind::kWarning : Note::Kind::kHelp,
                        form_.password_note(source));
  }
  moved |= system_summary_->show(Note::Kind::kHelp, form_.system_summary());
  moved |= system_note_->show(Note::Kind::kWarning, form_.system_note());
  moved |= bypass_note_->show(Note::Kind::kWarning, form_.bypass_note());
  moved |= delivery_note_->show(Note::Kind::kHelp, form_.delivery_note());
  moved |= authority_note_->show(Note::Kind::kWarning, form_.authority_note());
  banner_->show(form_.errors().empty() ? Banner::Kind::kInForce : Banner::Kind::kIncomplete, form_.sentence());
  if (moved) lay_out();
}

void ProxyPage::lay_out() {
  FitInside();
  Layout();
  Refresh();  // what moved over others has not drawn itself anew everywhere
}

void ProxyPage::fit_notes() {
  rows_.fit_notes(GetClientSize().x - 2 * FromDIP(metrics::kMargin));
  lay_out();
}

std::vector<CredentialEdit> ProxyPage::credential_edits() const {
  return form_.credential_edits(system_password_->typed(), custom_password_->typed());
}

bool ProxyPage::check() {
  const std::vector<FieldError> errors = form_.errors();
  if (errors.empty()) return true;
  form_.save_refused();
  refresh();
  focus(errors.front().field);
  return false;
}

bool ProxyPage::focus(std::string_view key) {
  wxWindow* field = rows_.find(key);
  if (field == nullptr) return false;
  field->SetFocus();
  if (auto* text = wxDynamicCast(field, wxTextCtrl)) text->SelectAll();
  return true;
}

void ProxyPage::show_no_apps(bool none) {
  banner_->show_no_apps(none);
  lay_out();
}

void ProxyPage::forget(ProxySource source) {
  form_.set_forget(source, !form_.is_forgotten(source));
  refresh();
  acts_.edited();
}

void ProxyPage::start_asking() {
  asking_ = true;
  watch_ = ports_.system_proxy.watch([this] { ask_system(); });
  const bool has_settings = !ports_.system_proxy.settings_command().empty();
  system_settings_->Show(has_settings);
  fit_notes();
  ask_system();
  ask_keychain();
  ask_authorities();
}

void ProxyPage::ask_system() {
  background_.run([this](const std::stop_token&) { return ports_.system_proxy.configuration(); },
                  [this](Result<SystemProxyConfiguration> answer) {
                    SystemProxyConfiguration configuration;
                    if (answer)
                      configuration = std::move(*answer);
                    else
                      configuration.note = answer.error().message;
                    form_.set_system_configuration(std::move(configuration));
                    refresh();
                    ask_keychain();
                  });
}

void ProxyPage::ask_keychain() {
  if (!asking_) return;
  ask_keychain(ProxySource::kSystem);
  ask_keychain(ProxySource::kCustom);
}

void ProxyPage::ask_keychain(ProxySource source) {
  const std::vector<CredentialKey> keys = form_.password_keys(source);
  if (keys.empty() || asked_[source] == keys) return;
  asked_[source] = keys;
  background_.run(
      [this, keys](const std::stop_token& stop) {
        // Two servers of one source share a password; it is stored when it is stored for both.
        PasswordState state = PasswordState::kStored;
        for (const CredentialKey& key : keys) {
          state = password_state(ports_.credentials.status(key, {.timeout = kKeychainPatience, .stop = stop}));
          if (state != PasswordState::kStored) break;
        }
        return state;
      },
      [this, source, keys](PasswordState state) {
        form_.set_password_state(source, keys, state);
        refresh();
      });
}

void ProxyPage::ask_authorities() {
  const std::vector<std::string> candidates = form_.authority_candidates();
  if (!asking_ || candidates.empty()) return;
  background_.run([this, candidates](const std::stop_token&) { return ports_.bundles.files(candidates); },
                  [this, candidates](AuthorityFiles files) {
                    form_.set_authority_files(candidates, std::move(files));
                    refresh();
                  });
}

void ProxyPage::show_environment() {
  EnvironmentDialog dialog(this, make_environment_table(form_.plan()));
  dialog.ShowModal();
}

void ProxyPage::choose_ca_file(wxTextCtrl* field) {
  wxFileDialog dialog(field, _("Choose a CA file"), wxString(), wxString(),
                      _("Certificates (*.pem, *.crt)|*.pem;*.crt|All files|*"), wxFD_OPEN | wxFD_FILE_MUST_EXIST);
  if (dialog.ShowModal() == wxID_OK) field->SetValue(dialog.GetPath());
}

void ProxyPage::import() {
  ImportDialog dialog(wxGetTopLevelParent(this), ports_, form_.edited());
  if (dialog.ShowModal() != wxID_OK) return;
  const auto chosen = dialog.take();
  if (!chosen) return;
  if (chosen->credential && chosen->credential->password) custom_password_->type(*chosen->credential->password);
  show_values(chosen->settings);
  widgets_.host->SetFocus();
}

void ProxyPage::open_system_settings() {
  if (execute(ports_.system_proxy.settings_command()) == 0)
    system_summary_->show(Note::Kind::kError, from_wx(_("The system's settings could not be opened.")));
}

}  // namespace sallyport
