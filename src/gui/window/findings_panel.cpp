#include "window/findings_panel.hpp"

#include <wx/artprov.h>
#include <wx/button.h>
#include <wx/dataview.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <utility>

#include "app/reload_clients.hpp"
#include "presenters/findings_list.hpp"
#include "window/about.hpp"
#include "window/fix_dialog.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

Note::Kind kind_of(Severity severity) {
  switch (severity) {
    case Severity::kNote:
      return Note::Kind::kGood;
    case Severity::kWarning:
      return Note::Kind::kWarning;
    case Severity::kProblem:
      break;
  }
  return Note::Kind::kError;
}

wxBitmapBundle icon_of(Severity severity) {
  if (severity != Severity::kNote) return Note::icon_of(kind_of(severity));
  return wxArtProvider::GetBitmapBundle(wxART_INFORMATION, wxART_OTHER, wxSize(metrics::kNoteIcon, metrics::kNoteIcon));
}

}  // namespace

FindingsPanel::FindingsPanel(wxWindow* parent, WindowPorts& ports, std::function<void()> fixed)
    : wxPanel(parent), ports_(ports), fixed_(std::move(fixed)) {
  auto* content = new wxBoxSizer(wxVERTICAL);
  make_heading(content);
  make_list(content);
  make_buttons(content);
  SetSizer(content);
  Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
    for (Note* note : {summary_, outcome_}) note->fit_width(GetClientSize().x);
    event.Skip();
  });
  show_selected();
}

void FindingsPanel::make_heading(wxBoxSizer* content) {
  auto* heading = new wxStaticText(this, wxID_ANY, _("What disagrees with the settings on this machine?"));
  heading->SetFont(GetFont().Bold());
  again_ = new wxButton(this, wxID_ANY, _("&Look again"));
  again_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
    outcome_->show(Note::Kind::kHelp, {});
    look();
  });
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(heading, 1, wxALIGN_CENTRE_VERTICAL);
  row->Add(again_, 0, wxALIGN_CENTRE_VERTICAL);
  content->Add(row, 0, wxEXPAND);
  summary_ = new Note(this);
  content->Add(summary_, 0, wxTOP, FromDIP(metrics::kGap));
}

void FindingsPanel::make_list(wxBoxSizer* content) {
  const int gap = FromDIP(metrics::kGap);
  list_ = new wxDataViewListCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE | wxDV_ROW_LINES);
  name_control(list_, _("Findings"));
  constexpr auto kInert = wxDATAVIEW_CELL_INERT;
  list_->AppendIconTextColumn(_("Severity"), kInert, FromDIP(metrics::kSeverityWidth));
  list_->AppendTextColumn(_("What was found"), kInert, wxCOL_WIDTH_AUTOSIZE)
      ->GetRenderer()
      ->EnableEllipsize(wxELLIPSIZE_END);
  list_->SetMinSize(FromDIP(wxSize(-1, metrics::kPanelHeight)));
  list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { show_selected(); });
  content->Add(list_, 3, wxEXPAND | wxTOP, gap);
  details_ = new wxTextCtrl(this, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize,
                            wxTE_MULTILINE | wxTE_READONLY | wxTE_BESTWRAP);
  name_control(details_, _("Details"));
  set_text_margin(details_->GetHandle(), FromDIP(metrics::kGap));
  details_->SetMinSize(FromDIP(wxSize(-1, metrics::kPanelHeight / 2)));
  content->Add(details_, 2, wxEXPAND | wxTOP, gap);
}

void FindingsPanel::make_buttons(wxBoxSizer* content) {
  fix_ = new wxButton(this, wxID_ANY, _(L"Apply &fix…"));
  fix_->SetToolTip(_("Shows what would be changed first."));
  fix_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { ask_fix(); }); });
  auto* about = new wxButton(this, wxID_ANY, _("About Sallyport"));
  about->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter([this] { show_about(wxGetTopLevelParent(this)); }); });
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(fix_);
  row->AddStretchSpacer();
  row->Add(about);
  content->Add(row, 0, wxEXPAND | wxTOP, FromDIP(metrics::kGap));
  outcome_ = new Note(this);
  content->Add(outcome_, 0, wxTOP, FromDIP(metrics::kGap));
}

void FindingsPanel::look() {
  if (working_) return;
  set_working(_(L"Looking at files, the desktop, the keychain and the way to the proxy…"));
  background_.run([this](const std::stop_token& stop) { return ports_.doctor.diagnose(stop); },
                  [this](Result<std::vector<Finding>> found) {
                    working_ = false;
                    again_->Enable();
                    if (found) return show(std::move(*found));
                    show({});
                    say(summary_, Note::Kind::kError, found.error().message);
                  });
}

void FindingsPanel::set_working(const wxString& what) {
  working_ = true;
  again_->Disable();
  fix_->Disable();
  say(summary_, Note::Kind::kHelp, from_wx(what));
}

void FindingsPanel::show(std::vector<Finding> findings) {
  const std::string chosen = selected_id_;
  findings_ = std::move(findings);
  list_->DeleteAllItems();
  int row = wxNOT_FOUND;
  for (std::size_t i = 0; i < findings_.size(); ++i) {
    const Finding& finding = findings_[i];
    if (finding.id == chosen) row = static_cast<int>(i);
    wxVector<wxVariant> cells;
    cells.push_back(wxVariant());
    cells.back() << wxDataViewIconText(to_wx(name_of(finding.severity)), icon_of(finding.severity));
    cells.push_back(to_wx(finding.title));
    list_->AppendItem(cells);
  }
  if (row == wxNOT_FOUND && !findings_.empty()) row = 0;
  if (row != wxNOT_FOUND) list_->SelectRow(static_cast<unsigned>(row));
  say(summary_, kind_of(gravest_of(findings_)), summary_of(findings_));
  show_selected();
}

const Finding* FindingsPanel::selected() const {
  const int row = list_->GetSelectedRow();
  return row == wxNOT_FOUND || static_cast<std::size_t>(row) >= findings_.size()
             ? nullptr
             : &findings_[static_cast<std::size_t>(row)];
}

void FindingsPanel::show_selected() {
  const Finding* finding = selected();
  selected_id_ = finding == nullptr ? std::string() : finding->id;
  details_->ChangeValue(finding == nullptr ? wxString() : to_wx(details_of(*finding)));
  fix_->Enable(!working_ && finding != nullptr && finding->fix);
}

void FindingsPanel::say(Note* note, Note::Kind kind, const std::string& sentence) {
  note->fit_width(GetClientSize().x);
  if (note->show(kind, sentence)) Layout();
}

void FindingsPanel::ask_fix() {
  if (working_ || selected_id_.empty()) return;
  set_working(_(L"Looking at what would be changed…"));
  background_.run([this, id = selected_id_](const std::stop_token&) { return ports_.doctor.preview_fix(id); },
                  [this](Result<FixPlan> plan) {
                    working_ = false;
                    again_->Enable();
                    show_selected();
                    say(summary_, kind_of(gravest_of(findings_)), summary_of(findings_));
                    if (!plan) return say(outcome_, Note::Kind::kError, plan.error().message);
                    FixDialog dialog(wxGetTopLevelParent(this), plan->offer);
                    if (dialog.ShowModal() == wxID_OK) apply(std::make_shared<FixPlan>(std::move(*plan)));
                  });
}

void FindingsPanel::apply(const std::shared_ptr<FixPlan>& plan) {
  set_working(_(L"Applying the fix… The keychain may ask for permission."));
  background_.run(
      [this, plan](const std::stop_token& stop) {
        auto report = ports_.doctor.apply_fix(*plan, {.stop = stop});
        if (report && (!plan->passwords.empty() || plan->login)) {
          for (std::string& missed : reload_clients(ports_.supervisors, ports_.storage.path()))
            report->sentences.push_back(std::move(missed));
        }
        return report;
      },
      [this](const Result<FixReport>& report) {
        working_ = false;
        std::string text;
        if (report)
          for (const std::string& sentence : report->sentences) text += (text.empty() ? "" : " ") + sentence;
        say(outcome_, report ? Note::Kind::kGood : Note::Kind::kError, report ? text : report.error().message);
        fixed_();
        look();
      });
}

}  // namespace sallyport
