#pragma once

#include <wx/panel.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/doctor/doctor.hpp"
#include "window/background.hpp"
#include "window/note.hpp"
#include "window/window_ports.hpp"

class wxBoxSizer;
class wxButton;
class wxDataViewListCtrl;
class wxTextCtrl;

namespace sallyport {

/// What on this machine disagrees with the settings as they are saved, and the fix of each.
class FindingsPanel : public wxPanel {
 public:
  /// `fixed` is called after something was changed, the settings perhaps.
  FindingsPanel(wxWindow* parent, WindowPorts& ports, std::function<void()> fixed);

  /// Looks anew; does nothing while it is at work.
  void look();

 private:
  void make_heading(wxBoxSizer* content);
  void make_list(wxBoxSizer* content);
  void make_buttons(wxBoxSizer* content);
  void show(std::vector<Finding> findings);
  void show_selected();
  void set_working(const wxString& what);
  void ask_fix();
  void apply(const std::shared_ptr<FixPlan>& plan);
  void say(Note* note, Note::Kind kind, const std::string& sentence);
  [[nodiscard]] const Finding* selected() const;

  WindowPorts& ports_;
  std::function<void()> fixed_;
  std::vector<Finding> findings_;
  std::string selected_id_;
  bool working_ = false;

  Note* summary_ = nullptr;
  wxButton* again_ = nullptr;
  wxDataViewListCtrl* list_ = nullptr;
  wxTextCtrl* details_ = nullptr;
  wxButton* fix_ = nullptr;
  Note* outcome_ = nullptr;
  Background background_;
};

}  // namespace sallyport
