#pragma once

#include <wx/panel.h>

#include <functional>

#include "window/findings_panel.hpp"
#include "window/route_panel.hpp"
#include "window/window_ports.hpp"

namespace sallyport {

/// Why a request takes its way, and what on this machine disagrees with the settings.
class DiagnosticsPage : public wxPanel {
 public:
  /// See FindingsPanel for `fixed`.
  DiagnosticsPage(wxWindow* parent, WindowPorts& ports, std::function<RoutePanel::Form()> form,
                  std::function<void()> fixed);

  /// Makes what the page shows, once; see AppsPage::make.
  void make();
  /// The page can be seen now. What disagrees is looked for once, and again when the settings have changed.
  void look();
  void settings_changed();

 private:
  WindowPorts& ports_;
  std::function<RoutePanel::Form()> form_;
  std::function<void()> fixed_;
  RoutePanel* route_ = nullptr;
  FindingsPanel* findings_ = nullptr;
  bool looked_ = false;  ///< with the settings as they are now
};

}  // namespace sallyport
