#include "window/stage_line.hpp"

#include <wx/activityindicator.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/statbmp.h>
#include <wx/stattext.h>

#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {

using State = CheckProgress::State;

Note::Kind StageLine::kind_of(State state) {
  switch (state) {
    case State::kPassed:
      return Note::Kind::kGood;
    case State::kFailed:
      return Note::Kind::kError;
    case State::kStopped:
      return Note::Kind::kWarning;
    case State::kReady:
    case State::kRunning:
      break;
  }
  return Note::Kind::kHelp;
}

StageLine::StageLine(wxWindow* parent) : wxWindow(parent, wxID_ANY) {
  SetCanFocus(false);
  const wxSize size = FromDIP(wxSize(metrics::kNoteIcon, metrics::kNoteIcon));
  spinner_ = new wxActivityIndicator(this, wxID_ANY, wxDefaultPosition, size);
  icon_ = new wxStaticBitmap(this, wxID_ANY, wxNullBitmap);
  name_ = new wxStaticText(this, wxID_ANY, wxString());
  name_->SetFont(GetFont().Bold());
  result_ = new wxStaticText(this, wxID_ANY, wxString());
  set_accessible_announcement(result_->GetHandle());
  detail_ = new Note(this);
  advice_ = new Note(this);
  icon_->Hide();

  const int gap = FromDIP(metrics::kGap);
  auto* heading = new wxBoxSizer(wxHORIZONTAL);
  heading->Add(spinner_, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, gap);
  heading->Add(icon_, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, gap);
  heading->Add(name_, 1, wxALIGN_CENTRE_VERTICAL);
  heading->Add(result_, 0, wxALIGN_CENTRE_VERTICAL | wxLEFT, gap);
  auto* lines = new wxBoxSizer(wxVERTICAL);
  lines->Add(heading, 0, wxEXPAND);
  lines->Add(detail_, 0, wxLEFT, column());
  lines->Add(advice_, 0, wxLEFT, column());
  SetSizer(lines);
}

int StageLine::column() const { return FromDIP(metrics::kNoteIcon + metrics::kGap); }

void StageLine::show(const CheckProgress::Line& line) {
  if (line == shown_ && !name_->GetLabelText().empty()) return;
  shown_ = line;
  name_->SetLabelText(to_wx(line.name));
  result_->SetLabelText(to_wx(line.result));
  // Read alone, when it appears.
  name_control(result_, to_wx(line.name + ": " + line.result));
  const bool runs = line.state == State::kRunning;
  spinner_->Show(runs);
  icon_->Show(!runs);
  if (runs) {
    spinner_->Start();
  } else {
    spinner_->Stop();
    icon_->SetBitmap(Note::icon_of(kind_of(line.state)));
  }
  detail_->show(Note::Kind::kHelp, line.detail);
  advice_->show(Note::Kind::kHelp,
                line.advice.empty() ? "" : from_wx(wxString::Format(_("What to do: %s"), to_wx(line.advice))));
  InvalidateBestSize();
  Layout();
}

void StageLine::fit_width(int width) {
  detail_->fit_width(width - column());
  advice_->fit_width(width - column());
  SetMinSize(wxSize(width, -1));
  InvalidateBestSize();
  Layout();
}

}  // namespace sallyport
