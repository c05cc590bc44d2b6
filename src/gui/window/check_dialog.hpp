#pragma once

#include <wx/dialog.h>

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/save_settings.hpp"
#include "presenters/check_progress.hpp"
#include "window/background.hpp"
#include "window/window_ports.hpp"

class wxBoxSizer;
class wxButton;
class wxScrolledWindow;
class wxTextCtrl;

namespace sallyport {

class Note;
class StageLine;

/// Goes the way of one request, with the settings as they stand in the window, and shows each stage as it comes.
/// Modeless, so that what is wrong can be corrected beside it. Closed, it is kept for the next time.
class CheckDialog : public wxDialog {
 public:
  /// What the form says at this moment.
  struct Form {
    std::string error;  ///< that has to be corrected first; empty: none
    CheckSubject subject;
    std::vector<CredentialEdit> credentials;
  };

  CheckDialog(wxWindow* parent, WindowPorts& ports, std::function<Form()> form);
  ~CheckDialog() override;

  /// Comes to the front, ready to be started.
  void open();

 private:
  void make_address(wxBoxSizer* content);
  void make_buttons(wxBoxSizer* content);
  void put_away();
  void start();
  void stop();
  void refresh();
  void fit();
  void copy();

  WindowPorts& ports_;
  std::function<Form()> form_;
  CheckProgress progress_;
  std::string form_error_;
  std::uint64_t run_ = 0;  ///< what is heard of an older one is not shown
  std::stop_source stopping_;

  wxTextCtrl* url_ = nullptr;
  wxButton* start_ = nullptr;
  wxButton* copy_ = nullptr;
  Note* url_error_ = nullptr;
  Note* summary_ = nullptr;
  wxScrolledWindow* list_ = nullptr;
  std::vector<StageLine*> lines_;
  Background background_;
};

}  // namespace sallyport
