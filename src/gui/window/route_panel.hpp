#pragma once

#include <wx/panel.h>
#include <wx/timer.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "presenters/route_answer.hpp"
#include "sallyport/core/proxy_settings.hpp"
#include "window/background.hpp"
#include "window/window_ports.hpp"

class wxChoice;
class wxStaticBitmap;
class wxStaticText;
class wxTextCtrl;

namespace sallyport {

/// "Which way does a request go?", answered while the address is typed.
class RoutePanel : public wxPanel {
 public:
  /// What the form says at this moment.
  struct Form {
    std::string error;  ///< that has to be corrected first; empty: none
    ProxySettings settings;
  };

  RoutePanel(wxWindow* parent, WindowPorts& ports, std::function<Form()> form);

  /// Asks again: the settings may have changed.
  void ask();

 private:
  void show(const RouteAnswer& answer);

  WindowPorts& ports_;
  std::function<Form()> form_;
  std::uint64_t question_ = 0;  ///< an answer to an older one is not shown
  std::stop_source asking_;

  wxTextCtrl* url_ = nullptr;
  wxChoice* program_ = nullptr;
  wxStaticBitmap* icon_ = nullptr;
  wxStaticText* way_ = nullptr;
  wxStaticText* why_ = nullptr;
  wxTimer pause_;  ///< in typing
  Background background_;
};

}  // namespace sallyport
