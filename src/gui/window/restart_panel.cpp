#include "window/restart_panel.hpp"

#include <wx/activityindicator.h>
#include <wx/button.h>
#include <wx/intl.h>
#include <wx/sizer.h>

#include <algorithm>
#include <utility>

#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/note.hpp"

namespace sallyport {
namespace {

using State = RestartProgress::State;

Note::Kind kind_of(State state) {
  switch (state) {
    case State::kDone:
      return Note::Kind::kGood;
    case State::kNotVerified:
    case State::kDidNotQuit:
      return Note::Kind::kWarning;
    case State::kFailed:
      return Note::Kind::kError;
    case State::kWorking:
    case State::kLeft:
      break;
  }
  return Note::Kind::kHelp;
}

}  // namespace

RestartPanel::RestartPanel(wxWindow* parent, Supervisors& supervisors, std::function<void()> changed)
    : wxScrolledWindow(parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxVSCROLL | wxTAB_TRAVERSAL),
      supervisors_(supervisors),
      changed_(std::move(changed)),
      lines_(new wxBoxSizer(wxVERTICAL)) {
  SetScrollRate(0, FromDIP(metrics::kGap));
  dismiss_ = new wxButton(this, wxID_ANY, _("Dismiss"));
  dismiss_->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) {
    progress_.clear();
    refresh();
  });
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(lines_, 1, wxALIGN_CENTRE_VERTICAL);
  row->Add(dismiss_, 0, wxALIGN_BOTTOM | wxLEFT, FromDIP(metrics::kGap));
  SetSizer(row);
  Hide();
}

void RestartPanel::restart(const std::vector<SupervisorStatus>& clients) {
  begin(clients, RestartProgress::Action::kRestart);
}

void RestartPanel::stop(const SupervisorStatus& client) { begin({client}, RestartProgress::Action::kStop); }

void RestartPanel::begin(const std::vector<SupervisorStatus>& clients, RestartProgress::Action action) {
  for (const SupervisorStatus& client : clients) progress_.begin(client, action);
  refresh();
  for (const SupervisorStatus& client : clients) run(client.supervisor_pid, false);
}

void RestartPanel::run(ProcessId supervisor, bool force) {
  const auto line = std::ranges::find(progress_.lines(), supervisor, &RestartProgress::Line::supervisor);
  const auto row = std::ranges::find(rows_, supervisor, &Row::supervisor);
  if (line == progress_.lines().end() || row == rows_.end()) return;
  QuitRequest quit;
  if (force) quit.force_after = std::chrono::seconds(0);
  if (line->action == RestartProgress::Action::kStop) {
    row->stop = background_.run(
        [this, supervisor, quit](const std::stop_token& stop) mutable {
          quit.stop = stop;
          return supervisors_.stop(supervisor, quit);
        },
        [this, supervisor](const Result<void>& outcome) {
          progress_.stopped(supervisor, outcome);
          refresh();
        });
    return;
  }
  row->stop = background_.run(
      [this, supervisor, quit](const std::stop_token& stop) mutable {
        quit.stop = stop;
        return supervisors_.restart(supervisor, quit);
      },
      [this, supervisor](const Result<RestartOutcome>& outcome) {
        progress_.restarted(supervisor, outcome);
        refresh();
      });
}

void RestartPanel::answer(ProcessId supervisor, bool force) {
  progress_.again(supervisor, force);
  refresh();
  run(supervisor, force);
}

void RestartPanel::leave(ProcessId supervisor) {
  progress_.leave(supervisor);
  refresh();
}

RestartPanel::Row RestartPanel::make_row(const RestartProgress::Line& line) {
  Row row;
  row.supervisor = line.supervisor;
  const ProcessId supervisor = line.supervisor;
  const int gap = FromDIP(metrics::kGap);
  const auto add_button = [&](const wxString& label, auto act) {
    auto* button = new wxButton(this, wxID_ANY, label);
    name_control(button, label + ": " + to_wx(line.name));
    button->Bind(wxEVT_BUTTON, [act](wxCommandEvent&) { act(); });
    row.sizer->Add(button, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, gap);
    return button;
  };
  row.sizer = new wxBoxSizer(wxHORIZONTAL);
  row.spinner = new wxActivityIndicator(this, wxID_ANY, wxDefaultPosition,
                                        FromDIP(wxSize(metrics::kNoteIcon, metrics::kNoteIcon)));
  row.note = new Note(this);
  row.sizer->Add(row.spinner, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, gap);
  row.sizer->Add(row.note, 1, wxALIGN_CENTRE_VERTICAL);
  row.cancel = add_button(_("Stop waiting"), [this, supervisor] {
    const auto found = std::ranges::find(rows_, supervisor, &Row::supervisor);
    if (found != rows_.end()) found->stop.request_stop();
  });
  row.wait = add_button(_("Wait"), [this, supervisor] { answer(supervisor, false); });
  row.force = add_button(_("Force quit"), [this, supervisor] { answer(supervisor, true); });
  row.leave = add_button(_("Leave it running"), [this, supervisor] { leave(supervisor); });
  lines_->Add(row.sizer, 0, wxEXPAND | wxTOP, gap);
  return row;
}

void RestartPanel::show(Row& row, const RestartProgress::Line& line) {
  const bool works = line.state == State::kWorking;
  const bool asks = line.state == State::kDidNotQuit;
  row.spinner->Show(works);
  if (works)
    row.spinner->Start();
  else
    row.spinner->Stop();
  row.cancel->Show(works);
  int room = GetParent()->GetClientSize().x - FromDIP(4 * metrics::kAppIcon);
  for (wxButton* button : {row.wait, row.force, row.leave}) {
    button->Show(asks);
    if (asks) room -= button->GetBestSize().x + FromDIP(metrics::kGap);
  }
  row.note->fit_width(room);
  row.note->show(kind_of(line.state), line.text);
  row.shown = line.state;
}

void RestartPanel::refresh() {
  const std::vector<RestartProgress::Line>& lines = progress_.lines();
  std::erase_if(rows_, [&](Row& row) {
    const bool gone = std::ranges::find(lines, row.supervisor, &RestartProgress::Line::supervisor) == lines.end();
    if (gone) {
      row.sizer->Clear(true);
      lines_->Remove(row.sizer);
    }
    return gone;
  });
  for (const RestartProgress::Line& line : lines) {
    auto row = std::ranges::find(rows_, line.supervisor, &Row::supervisor);
    if (row == rows_.end()) row = rows_.insert(rows_.end(), make_row(line));
    // Only what changed: with hundreds of clients each answer would draw all of them again.
    if (row->shown != line.state || row->note->sentence() != line.text) show(*row, line);
  }
  dismiss_->Show(progress_.is_over());
  Show(!lines.empty());
  const int height = GetSizer()->CalcMin().y;
  SetMinSize(wxSize(-1, std::min(height, FromDIP(metrics::kPanelHeight))));
  FitInside();
  changed_();
}

}  // namespace sallyport
