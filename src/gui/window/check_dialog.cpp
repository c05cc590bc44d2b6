#include "window/check_dialog.hpp"

#include <wx/button.h>
#include <wx/clipbrd.h>
#include <wx/intl.h>
#include <wx/scrolwin.h>
#include <wx/sizer.h>
#include <wx/textctrl.h>

#include <utility>

#include "app/check_connection.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/note.hpp"
#include "window/stage_line.hpp"
#include "window/text.hpp"

namespace sallyport {

using State = CheckProgress::State;

CheckDialog::CheckDialog(wxWindow* parent, WindowPorts& ports, std::function<Form()> form)
    : wxDialog(parent, wxID_ANY, _("Check connection"), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      ports_(ports),
      form_(std::move(form)) {
  const int gap = FromDIP(metrics::kGap);
  auto* content = new wxBoxSizer(wxVERTICAL);
  make_address(content);
  summary_ = new Note(this);
  content->Add(summary_, 0, wxTOP, FromDIP(metrics::kMargin));
  list_ = new wxScrolledWindow(this, wxID_ANY, wxDefaultPosition, wxDefaultSize,
                               wxVSCROLL | wxTAB_TRAVERSAL | wxBORDER_THEME);
  list_->SetScrollRate(0, gap);
  list_->SetMinSize(FromDIP(wxSize(metrics::kCheckWidth, metrics::kTableHeight)));
  list_->SetSizer(new wxBoxSizer(wxVERTICAL));
  name_control(list_, _("Stages"));
  content->Add(list_, 1, wxEXPAND | wxTOP, FromDIP(metrics::kMargin));
  make_buttons(content);
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(content, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizerAndFit(margin);
  set_accessible_dialog(GetHandle());
  CentreOnParent();
  Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
    CallAfter([this] { fit(); });
    event.Skip();
  });
  refresh();
}

CheckDialog::~CheckDialog() = default;

void CheckDialog::make_address(wxBoxSizer* content) {
  const int margin = FromDIP(metrics::kMargin);
  const auto made = make_labelled<wxTextCtrl>(this, _("&Address"), to_wx(std::string(kCheckedUrl)), wxDefaultPosition,
                                              FromDIP(wxSize(metrics::kDialogField, -1)), wxTE_PROCESS_ENTER);
  url_ = made.field;
  url_->SetToolTip(_("The URL of a site that should be reached, beginning with http:// or https://."));
  start_ = new wxButton(this, wxID_ANY, _("&Start"));
  start_->SetDefault();
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(made.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  row->Add(url_, 1, wxALIGN_CENTRE_VERTICAL);
  row->Add(start_, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, FromDIP(metrics::kGap));
  content->Add(row, 0, wxEXPAND);
  url_error_ = new Note(this);
  content->Add(url_error_, 0, wxLEFT, made.label->GetBestSize().x + margin);

  const auto toggle = [this] { progress_.state() == State::kRunning ? stop() : start(); };
  start_->Bind(wxEVT_BUTTON, [toggle](wxCommandEvent&) { toggle(); });
  url_->Bind(wxEVT_TEXT_ENTER, [toggle](wxCommandEvent&) { toggle(); });
}

void CheckDialog::make_buttons(wxBoxSizer* content) {
  copy_ = new wxButton(this, wxID_COPY, _("&Copy report"));
  copy_->SetToolTip(_("The stages and the settings as text, without passwords."));
  auto* close = new wxButton(this, wxID_CLOSE, _("C&lose"));
  auto* buttons = new wxBoxSizer(wxHORIZONTAL);
  buttons->Add(copy_);
  buttons->AddStretchSpacer();
  buttons->Add(close);
  content->Add(buttons, 0, wxEXPAND | wxTOP, FromDIP(metrics::kMargin));
  SetEscapeId(wxID_CLOSE);
  close->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { put_away(); });
  Bind(wxEVT_CLOSE_WINDOW, [this](wxCloseEvent&) { put_away(); });
  copy_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { copy(); });
}

void CheckDialog::open() {
  Show();
  Raise();
  fit();
  start_->SetFocus();
}

void CheckDialog::put_away() {
  stop();  // it would go on unseen
  Hide();
}

void CheckDialog::start() {
  Form form = form_();
  form_error_ = std::move(form.error);
  if (!form_error_.empty()) return refresh();
  form.subject.url = from_wx(url_->GetValue().Strip(wxString::both));
  const std::string url = form.subject.url;
  const ProxySettings settings = form.subject.settings;
  ports_.unsaved.set(std::move(form.credentials));
  progress_.begin(std::move(form.subject));
  const std::uint64_t run = ++run_;
  // The post and the end come one after the other.
  const auto post = [this, run](std::function<void()> act) {
    background_.post([this, run, act = std::move(act)] {
      if (run == run_) act();
    });
  };
  stopping_ = background_.run(
      [this, url, settings, post](const std::stop_token& stop) -> Result<bool> {
        const auto request = check_request(url, settings, ports_.system_proxy, ports_.environment);
        if (!request) return tl::unexpected(request.error());
        ConnectionChecker::Observer observer;
        observer.began = [&](CheckStage stage) {
          post([this, stage] {
            progress_.stage_began(stage);
            refresh();
          });
        };
        observer.ended = [&](const CheckResult& result) {
          post([this, result] {
            progress_.stage_ended(result, ports_.unsaved.has_refused());
            refresh();
          });
        };
        return ports_.checker.check(*request, observer, stop).ok();
      },
      [this, run](const Result<bool>& ok) {
        if (run != run_) return;
        if (ok)
          progress_.ended(*ok);
        else
          progress_.failed(ok.error());
        refresh();
        if (!progress_.url_error().empty()) url_->SetFocus();
      });
  refresh();
}

void CheckDialog::stop() {
  if (progress_.state() != State::kRunning) return;
  stopping_.request_stop();
  ++run_;  // the thread may have to wait for the OS
  progress_.stopped();
  refresh();
}

void CheckDialog::refresh() {
  const bool running = progress_.state() == State::kRunning;
  const wxString face = running ? _("&Stop") : _("&Start");
  if (start_->GetLabel() != face) start_->SetLabel(face);
  copy_->Enable(progress_.state() != State::kReady && !running);
  url_->SetEditable(!running);
  url_error_->show(Note::Kind::kError, progress_.url_error());
  set_accessible_description(url_->GetHandle(), progress_.url_error());
  if (form_error_.empty())
    summary_->show(StageLine::kind_of(progress_.state()), progress_.summary());
  else
    summary_->show(Note::Kind::kError,
                   from_wx(wxString::Format(_("Correct the settings first. %s"), to_wx(form_error_))));

  const std::vector<CheckProgress::Line>& lines = progress_.lines();
  while (lines_.size() > lines.size()) {
    lines_.back()->Destroy();
    lines_.pop_back();
  }
  while (lines_.size() < lines.size()) {
    lines_.push_back(new StageLine(list_));
    list_->GetSizer()->Add(lines_.back(), 0, wxALL, FromDIP(metrics::kGap));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) lines_[i]->show(lines[i]);
  fit();
  list_->Scroll(0, list_->GetVirtualSize().y / FromDIP(metrics::kGap));
}

void CheckDialog::fit() {
  const int width = list_->GetClientSize().x - 2 * FromDIP(metrics::kGap);
  for (StageLine* line : lines_) line->fit_width(width);
  const int whole = GetClientSize().x - 2 * FromDIP(metrics::kMargin);
  summary_->fit_width(whole);
  url_error_->fit_width(whole - url_->GetPosition().x + FromDIP(metrics::kMargin));
  list_->FitInside();
  list_->Layout();
  Layout();
}

void CheckDialog::copy() {
  wxClipboardLocker lock;
  if (!!lock) wxTheClipboard->SetData(new wxTextDataObject(to_wx(progress_.report(SALLYPORT_VERSION))));
}

}  // namespace sallyport
