#include "window/settings_frame.hpp"

#include <wx/accel.h>
#include <wx/button.h>
#include <wx/display.h>
#include <wx/intl.h>
#include <wx/msgdlg.h>
#include <wx/notebook.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "app/load_settings.hpp"
#include "app/reload_clients.hpp"
#include "platform/native_widget.hpp"
#include "presenters/apps_list.hpp"
#include "presenters/settings_changes.hpp"
#include "window/about.hpp"
#include "window/activity_panel.hpp"
#include "window/after_paint.hpp"
#include "window/apps_page.hpp"
#include "window/button_row.hpp"
#include "window/check_dialog.hpp"
#include "window/client_start.hpp"
#include "window/diagnostics_page.hpp"
#include "window/layout_metrics.hpp"
#include "window/menu_bar.hpp"
#include "window/proxy_page.hpp"
#include "window/restart_panel.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

enum Page { kProxyPage, kAppsPage, kActivityPage, kDiagnosticsPage };
constexpr std::array<std::string_view, 4> kPageWords = {"proxy", "apps", "activity", "diagnostics"};

Page page_of(std::string_view word) {
  const auto found = std::ranges::find(kPageWords, word);
  return found == kPageWords.end() ? kProxyPage : static_cast<Page>(found - kPageWords.begin());
}

/// What is wrong in the form; empty: nothing.
std::string error_of(const ProxyForm& form) {
  const std::vector<FieldError> errors = form.errors();
  return errors.empty() ? std::string() : errors.front().message;
}

bool is_on_apps_page(const std::string& key) { return key.starts_with("clients."); }

/// What a save brings back from its thread.
struct SaveAnswer {
  tl::expected<SaveReport, SaveFailure> report;
  Settings settings;
};

}  // namespace

SettingsFrame::SettingsFrame(WindowPorts ports, WindowOptions options)
    : wxFrame(nullptr, wxID_ANY, _("Sallyport Settings")),
      ports_(std::move(ports)),
      options_(std::move(options)),
      state_(WindowState::load(ports_.paths.state_directory())),
      watch_(ports_, [this](const RunningWatch::Snapshot& running) { show_running(running); }) {
  auto* panel = new wxPanel(this);
  message_ = new wxInfoBar(panel);
  book_ = new wxNotebook(panel, wxID_ANY);
  restarts_ = new RestartPanel(panel, ports_.supervisors, [this] {
    Layout();
    if (GetSizer() == nullptr) status_->GetParent()->Layout();
    watch_.look();
  });

  auto* content = new wxBoxSizer(wxVERTICAL);
  content->Add(message_, 0, wxEXPAND);
  content->Add(book_, 1, wxEXPAND | wxALL, FromDIP(metrics::kGap));
  content->Add(restarts_, 0, wxEXPAND | wxLEFT | wxRIGHT, FromDIP(metrics::kMargin));
  make_buttons(content);
  panel->SetSizer(content);
  bind_keys();
  add_menu_bar(this);

  SetMinSize(FromDIP(wxSize(metrics::kWindowMinWidth, metrics::kWindowMinHeight)));
  const bool remembered = state_.width > 0 && state_.height > 0;
  wxSize size(metrics::kWindowWidth, metrics::kWindowHeight);
  if (remembered)
    size = wxSize(state_.width, state_.height);
  else
    size.y = std::min(size.y, ToDIP(wxDisplay(this).GetClientArea().GetSize()).y - metrics::kTitleBar);
  SetSize(FromDIP(size));
  if (state_.maximised) Maximize();

  Bind(wxEVT_CLOSE_WINDOW, &SettingsFrame::close, this);
  // The pages take as long to make as the rest of the window; it is there before them.
  after_paint(panel, [this] { make_pages(); });
}

SettingsFrame::~SettingsFrame() {
  for (ClientStart* start : starts_) start->forget();
}

void SettingsFrame::make_buttons(wxSizer* content) {
  wxWindow* panel = book_->GetParent();
  check_ = new wxButton(panel, wxID_ANY, _(L"Chec&k connection…"));
  status_ = new wxStaticText(panel, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize,
                             wxST_ELLIPSIZE_END | wxST_NO_AUTORESIZE);
  set_accessible_announcement(status_->GetHandle());
  cancel_ = new wxButton(panel, wxID_CANCEL, _("&Cancel"));
  save_ = new wxButton(panel, wxID_SAVE, _("&Save"));
  save_and_restart_ = new wxButton(panel, wxID_ANY, _("Save and &Restart"));
  save_->SetDefault();
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(check_, 0, wxALIGN_CENTRE_VERTICAL);
  row->Add(status_, 1, wxALIGN_CENTRE_VERTICAL | wxLEFT | wxRIGHT, FromDIP(metrics::kMargin));
  add_closing_buttons(row, cancel_, {save_, save_and_restart_}, FromDIP(metrics::kGap));
  content->Add(row, 0, wxEXPAND | wxALL, FromDIP(metrics::kMargin));

  check_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { check_connection(); }); });
  cancel_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { cancel(); });
  save_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { save(After::kNothing); });
  save_and_restart_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { save(After::kRestart); }); });
}

void SettingsFrame::bind_keys() {
  // Escape is the window's close, which asks; the Cancel button says what it does and does not.
  Bind(wxEVT_CHAR_HOOK, [this](wxKeyEvent& event) {
    // After the key is over: what asks must not wait for its answer here, in the middle of the toolkit's own work.
    if (event.GetKeyCode() == WXK_ESCAPE)
      CallAfter([this] { Close(); });
    else if (event.GetKeyCode() == 'S' && event.GetModifiers() == wxMOD_CONTROL)
      save(After::kNothing);
    else if (event.GetKeyCode() == WXK_F1)
      CallAfter([this] { show_about(this); });
    else
      event.Skip();
  });
}

void SettingsFrame::make_pages() {
  proxy_ = new ProxyPage(book_, ports_,
                         {.add_app =
                              [this] {
                                book_->SetSelection(kAppsPage);
                                apps_->add();
                              },
                          .edited = [this] { edited(); }});
  apps_ = new AppsPage(book_, ports_,
                       {.launch = [this](const Client& client, bool direct) { launch(client, direct); },
                        .stop =
                            [this](const AppRow& row) {
                              for (const SupervisorStatus& each : running_.supervised)
                                if (each.client_id == row.client.id) restarts_->stop(each);
                            },
                        .restart =
                            [this](const AppRow& row) {
                              std::vector<SupervisorStatus> instances;
                              for (const SupervisorStatus& each : running_.supervised)
                                if (each.client_id == row.client.id) instances.push_back(each);
                              restarts_->restart(instances);
                            },
                        .edited = [this] { edited(); }});
  book_->AddPage(proxy_, _("Proxy"));
  activity_ = new ActivityPanel(book_, ports_);
  book_->AddPage(apps_, _("Apps"));
  book_->AddPage(activity_, _("Activity"));
  diagnostics_ = new DiagnosticsPage(
      book_, ports_,
      [this] {
        return RoutePanel::Form{error_of(proxy_->form()), proxy_->form().edited()};
      },
      [this] { reload_when_changed_elsewhere(); });
  book_->AddPage(diagnostics_, _("Diagnostics"));
  Page page = page_of(options_.page.empty() ? state_.page : options_.page);
  if (!options_.focus.empty()) page = is_on_apps_page(options_.focus) ? kAppsPage : kProxyPage;
  if (page == kAppsPage) apps_->make();
  if (page == kActivityPage) activity_->make();
  if (page == kDiagnosticsPage) diagnostics_->make();
  book_->ChangeSelection(page);
  book_->Bind(wxEVT_NOTEBOOK_PAGE_CHANGED, [this](wxBookCtrlEvent& event) {
    page_changed();
    event.Skip();
  });
  Bind(wxEVT_ICONIZE, [this](wxIconizeEvent& event) {
    page_changed();
    event.Skip();
  });
  book_->SetFocus();
  load();
  if (loaded_ && !options_.message.empty()) show_message(options_.message, wxICON_WARNING);
  if (!loaded_) cancel_->SetFocus();  // a disabled page would keep it, and with it every key
  Bind(wxEVT_ACTIVATE, [this](wxActivateEvent& event) {
    if (event.GetActive()) reload_when_changed_elsewhere();
    event.Skip();
  });
  after_paint(book_->GetCurrentPage(), [this] { start(); });
}

void SettingsFrame::start() {
  set_look_of_windows("sallyport");
  apps_->make();
  proxy_->start_asking();
  watch_.start();
  page_changed();
  if (loaded_ && !options_.focus.empty()) go_to(options_.focus, options_.message);
}

void SettingsFrame::page_changed() {
  activity_->set_watched(book_->GetSelection() == kActivityPage && !IsIconized());
  if (book_->GetSelection() == kDiagnosticsPage && !IsIconized()) diagnostics_->look();
}

void SettingsFrame::load() {
  Result<Settings> settings = read_settings(ports_.storage);
  loaded_ = settings.has_value();
  show_settings(settings.value_or(Settings{}));
  book_->Enable(loaded_);
  edited();
  if (!settings) show_message(settings.error().message, wxICON_ERROR);
}

void SettingsFrame::go_to(const std::string& key, const std::string& reason) {
  const bool apps = is_on_apps_page(key);
  book_->SetSelection(apps ? kAppsPage : kProxyPage);
  if (apps)
    apps_->edit_at(key, reason);
  else
    proxy_->focus(key);
}

void SettingsFrame::show_settings(Settings settings) {
  saved_ = std::move(settings);
  proxy_->load(saved_.proxy);
  apps_->load(saved_.clients);
  activity_->set_clients(saved_.clients);
  watch_.set_clients(saved_.clients);
  diagnostics_->settings_changed();
  edited();
}

void SettingsFrame::reload_when_changed_elsewhere(std::function<void()> then) {
  if (saving_ || changed()) return CallAfter(then);
  background_.run([this](const std::stop_token&) { return read_settings(ports_.storage); },
                  [this, then = std::move(then)](Result<Settings> settings) {
                    if (!saving_ && !changed()) take_over(std::move(settings));
                    then();
                  });
}

void SettingsFrame::take_over(Result<Settings> settings) {
  if (!settings) {
    if (std::exchange(loaded_, false)) load();
    return;
  }
  if (loaded_ && *settings == saved_) return;
  loaded_ = true;
  message_->Dismiss();
  book_->Enable();
  show_settings(std::move(*settings));
}

void SettingsFrame::open_again(const WindowOptions& options, const std::string& activation_token) {
  present_window(GetHandle(), activation_token);
  if (proxy_ == nullptr) {  // the pages are on their way, and open as is asked last
    options_ = options;
    return;
  }
  reload_when_changed_elsewhere([this, options] {
    if (!options.message.empty() && loaded_) show_message(options.message, wxICON_WARNING);
    if (dialogs_.is_open() || saving_ || !loaded_) return;
    if (!options.focus.empty())
      go_to(options.focus, options.message);
    else if (!options.page.empty())
      book_->SetSelection(page_of(options.page));
  });
}

void SettingsFrame::edited() {
  proxy_->show_no_apps(apps_->clients().empty());
  save_->Enable(loaded_ && !saving_);
  save_and_restart_->Enable(loaded_ && !saving_);
  check_->Enable(loaded_);
  if (changed()) set_status(wxString());
}

bool SettingsFrame::changed() const { return loaded_ && (proxy_->form().changed() || apps_->changed()); }

void SettingsFrame::save(After after) {
  if (saving_ || !loaded_) return;
  if (!proxy_->form().errors().empty()) {
    book_->SetSelection(kProxyPage);
    proxy_->check();
    set_status(_("Not saved: correct what is marked."));
    return;
  }
  if (after == After::kRestart && !accepts_restart()) return;
  Settings edited{proxy_->form().edited(), apps_->clients()};
  auto credentials = std::make_shared<std::vector<CredentialEdit>>(proxy_->credential_edits());
  message_->Dismiss();
  saving_ = background_.run(
      [this, before = saved_, after_edit = std::move(edited), credentials](const std::stop_token& stop) {
        SaveAnswer answer;
        answer.report = ports_.save.save(
            [&](Settings& target) {
              auto applied = apply_changes(before, after_edit, target);
              if (applied) answer.settings = target;
              return applied;
            },
            *credentials, {.stop = stop});
        credentials->clear();
        if (!answer.report) return answer;
        for (std::string& missed : reload_clients(ports_.supervisors, ports_.storage.path()))
          answer.report->warnings.push_back(std::move(missed));
        return answer;
      },
      [this, after](SaveAnswer answer) {
        saving_.reset();
        set_saving(false);
        if (answer.report)
          saved(*answer.report, std::move(answer.settings), after);
        else
          save_failed(answer.report.error());
      });
  set_saving(true);
}

void SettingsFrame::set_saving(bool saving) {
  if (saving) focused_ = FindFocus();
  book_->Enable(!saving);
  save_->Enable(!saving);
  save_and_restart_->Enable(!saving);
  if (saving) return set_status(_(L"Saving… The keychain may ask for permission."));
  // Where it went from what was disabled is left to the toolkit; Cancel would be pressed by the next Return.
  const wxWindow* now = FindFocus();
  if (focused_ && (now == nullptr || now == cancel_)) focused_->SetFocus();
}

void SettingsFrame::saved(const SaveReport& report, Settings settings, After after) {
  show_settings(std::move(settings));
  set_status(_("Saved."));
  if (!report.warnings.empty()) {
    std::string text;
    for (const std::string& warning : report.warnings) text += (text.empty() ? "" : " ") + warning;
    show_message(text, wxICON_WARNING);
  }
  if (after == After::kRestart) restart_running();
  if (after == After::kClose) Close();
}

void SettingsFrame::save_failed(const SaveFailure& failure) {
  set_status(_("Not saved."));
  if (!failure.fields.empty()) {
    const FieldError& first = failure.fields.front();
    show_message(first.message, wxICON_ERROR);
    proxy_->check();
    go_to(first.field, first.message);
  } else if (failure.error && failure.error->code != ErrorCode::kCancelled) {
    show_message(failure.error->message, wxICON_ERROR);
  }
}

bool SettingsFrame::accepts_restart() {
  std::vector<SupervisorStatus> fresh = restartable(running_.supervised);
  std::erase_if(fresh, [this](const SupervisorStatus& each) { return state_.warned.contains(each.client_id); });
  if (fresh.empty()) return true;
  // As a question of yes and no the toolkit puts the button that acts last, as in the other questions.
  wxMessageDialog question(this, _("Save and restart?"), GetTitle(), wxYES_NO | wxICON_WARNING);
  question.SetExtendedMessage(wxString::Format(_("Restarting quits %s. Work that is not saved there may be lost."),
                                               to_wx(names_of_restartable(fresh))));
  question.SetYesNoLabels(_("Save and Restart"), _("Cancel"));
  if (question.ShowModal() != wxID_YES) return false;
  for (const SupervisorStatus& each : fresh) state_.warned.insert(each.client_id);
  return true;
}

void SettingsFrame::restart_running() {
  background_.run(
      [this](const std::stop_token&) { return restartable(ports_.supervisors.list(ports_.storage.path())); },
      [this](const std::vector<SupervisorStatus>& clients) {
        if (clients.empty())
          set_status(_("Saved. No app was running."));
        else
          restarts_->restart(clients);
      });
}

void SettingsFrame::check_connection() {
  if (proxy_ == nullptr) return;  // the pages are on their way
  if (check_dialog_ == nullptr) {
    check_dialog_ = new CheckDialog(this, ports_, [this] {
      const ProxyForm& form = proxy_->form();
      CheckSubject subject{{}, form.edited(), form.system_in_force(), form.changed(), form.uses_typed_password()};
      return CheckDialog::Form{error_of(form), std::move(subject), proxy_->credential_edits()};
    });
  }
  check_dialog_->open();
}

void SettingsFrame::launch(const Client& client, bool direct) {
  const Result<std::string> launcher = ports_.paths.launcher_program();
  if (!launcher) {
    show_message(launcher.error().message, wxICON_ERROR);
    return;
  }
  std::vector<std::string> command{*launcher};
  if (!options_.settings_file.empty()) command.insert(command.end(), {"--settings", ports_.storage.path()});
  command.insert(command.end(), {"launch", client.id, "--detach"});
  if (direct) command.emplace_back("--direct");
  const wxString name = to_wx(client.name);
  set_status(wxString::Format(_(L"Starting %s…"), name));
  auto handle = std::make_shared<ClientStart*>(nullptr);
  *handle = ClientStart::run(command, [this, name, handle](const std::string& error) {
    starts_.erase(*handle);
    watch_.look();
    if (!error.empty()) {
      set_status(wxString::Format(_("%s was not started."), name));
      show_message(error, wxICON_ERROR);
    } else {
      set_status(wxString::Format(changed()
                                      ? _("%s was started with the saved settings; your changes are not saved yet.")
                                      : _("%s was started."),
                                  name));
    }
  });
  if (*handle != nullptr) starts_.insert(*handle);
}

void SettingsFrame::show_running(const RunningWatch::Snapshot& running) {
  running_ = running;
  apps_->show_running(running);
  activity_->show_running(running);
  wxString label = to_wx(restart_label(running.supervised));
  label.Replace("&", "&&");
  label.Replace("Restart", "&Restart", false);
  if (save_and_restart_->GetLabel() != label) {
    save_and_restart_->SetLabel(label);
    save_and_restart_->GetParent()->Layout();
  }
  save_and_restart_->SetToolTip(to_wx(restart_tooltip(running.supervised)));
}

void SettingsFrame::show_message(const std::string& message, int icon) { message_->ShowMessage(to_wx(message), icon); }

void SettingsFrame::set_status(const wxString& status) { status_->SetLabelText(status); }

void SettingsFrame::cancel() {
  if (saving_) {
    saving_->request_stop();
    return;
  }
  remember();
  Destroy();
}

void SettingsFrame::close(wxCloseEvent& event) {
  if (event.CanVeto() && changed()) {
    wxMessageDialog question(this, _("Save the changes before closing?"), GetTitle(),
                             wxYES_NO | wxCANCEL | wxICON_QUESTION);
    question.SetExtendedMessage(_("Without saving, what you changed since the last save is lost."));
    question.SetYesNoCancelLabels(_("&Save"), _("Close &without Saving"), _("&Cancel"));
    const int answer = question.ShowModal();
    if (answer != wxID_NO) {
      event.Veto();
      if (answer == wxID_YES) save(After::kClose);
      return;
    }
  }
  remember();
  Destroy();
}

void SettingsFrame::remember() {
  Hide();
  state_.maximised = IsMaximized();
  if (!state_.maximised) {
    const wxSize size = ToDIP(GetSize());
    state_.width = size.x;
    state_.height = size.y;
  }
  if (book_->GetSelection() != wxNOT_FOUND)  // closed before its pages were made
    state_.page = kPageWords.at(static_cast<std::size_t>(book_->GetSelection()));
  (void)state_.save(ports_.paths.state_directory());  // the next window has its own size then
}

}  // namespace sallyport
