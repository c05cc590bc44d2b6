#pragma once

#include <wx/panel.h>
#include <wx/timer.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "app/activity_reader.hpp"
#include "presenters/activity_list.hpp"
#include "window/background.hpp"
#include "window/running_watch.hpp"
#include "window/window_ports.hpp"

class wxChoice;
class wxDataViewCtrl;
class wxStaticText;
class wxTextCtrl;

namespace sallyport {

class RequestModel;
class ThroughputPlot;

/// What the relays of running apps carry, as it goes. The relays are asked only while somebody looks.
class ActivityPanel : public wxPanel {
 public:
  ActivityPanel(wxWindow* parent, WindowPorts& ports);
  ~ActivityPanel() override;

  /// Makes what the page shows, once; see AppsPage::make.
  void make();
  void set_clients(const std::vector<Client>& saved);
  void show_running(const RunningWatch::Snapshot& running);
  /// Whether the page can be seen.
  void set_watched(bool watched);

 private:
  void make_choices(wxSizer* page);
  void make_list(wxSizer* page);
  void poll();
  void add(std::vector<ActivityEntry> entries);
  /// Another app or filter: other rows.
  void show_again();
  void refresh_apps();
  /// What stands around the rows.
  void refresh();
  void select(const std::optional<std::uint64_t>& id);
  void show_selected();
  [[nodiscard]] bool follows() const;

  ActivityReader reader_;  ///< used by one worker at a time
  ActivityList list_;
  std::vector<SupervisorStatus> running_;
  std::vector<ActivityList::App> offered_;
  std::optional<std::uint64_t> selected_;
  bool watched_ = false;
  bool polling_ = false;

  wxChoice* app_ = nullptr;
  wxTextCtrl* filter_ = nullptr;
  ThroughputPlot* plot_ = nullptr;
  wxDataViewCtrl* view_ = nullptr;
  RequestModel* model_ = nullptr;  ///< the view's
  wxStaticText* empty_ = nullptr;
  std::string empty_reason_;  ///< as shown
  wxWindow* empty_state_ = nullptr;
  wxStaticText* explanation_ = nullptr;
  wxTimer timer_;
  Background background_;
};

}  // namespace sallyport
