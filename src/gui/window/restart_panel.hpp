#pragma once

#include <wx/scrolwin.h>

#include <functional>
#include <map>
#include <stop_token>
#include <vector>

#include "presenters/restart_progress.hpp"
#include "window/background.hpp"

class wxActivityIndicator;
class wxBoxSizer;
class wxButton;

namespace sallyport {

class Note;

/// How clients quit and come back: one line for each, with what can be done about it. Hidden while there is none.
class RestartPanel : public wxScrolledWindow {
 public:
  /// `changed` is called when lines come, go or end.
  RestartPanel(wxWindow* parent, Supervisors& supervisors, std::function<void()> changed);

  void restart(const std::vector<SupervisorStatus>& clients);
  void stop(const SupervisorStatus& client);

 private:
  struct Row {
    ProcessId supervisor = 0;
    wxBoxSizer* sizer = nullptr;
    wxActivityIndicator* spinner = nullptr;
    Note* note = nullptr;
    wxButton* cancel = nullptr;
    wxButton* wait = nullptr;
    wxButton* force = nullptr;
    wxButton* leave = nullptr;
    RestartProgress::State shown = RestartProgress::State::kWorking;
    std::stop_source stop;
  };

  void begin(const std::vector<SupervisorStatus>& clients, RestartProgress::Action action);
  void run(ProcessId supervisor, bool force);
  void answer(ProcessId supervisor, bool force);
  void leave(ProcessId supervisor);
  Row make_row(const RestartProgress::Line& line);
  void show(Row& row, const RestartProgress::Line& line);
  void refresh();

  Supervisors& supervisors_;
  std::function<void()> changed_;
  RestartProgress progress_;
  std::vector<Row> rows_;
  wxBoxSizer* lines_;
  wxButton* dismiss_;
  Background background_;
};

}  // namespace sallyport
