#pragma once

#include <wx/panel.h>

#include <functional>

#include "window/route_panel.hpp"
#include "window/window_ports.hpp"

namespace sallyport {

/// Why a request takes its way, and what on this machine disagrees with the settings.
class DiagnosticsPage : public wxPanel {
 public:
  DiagnosticsPage(wxWindow* parent, WindowPorts& ports, std::function<RoutePanel::Form()> form);

  /// Makes what the page shows, once; see AppsPage::make.
  void make();
  /// The page can be seen now, or the settings have changed while it is.
  void look();

 private:
  WindowPorts& ports_;
  std::function<RoutePanel::Form()> form_;
  RoutePanel* route_ = nullptr;
};

}  // namespace sallyport
