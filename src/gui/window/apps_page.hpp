#pragma once

#include <wx/panel.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "presenters/apps_list.hpp"
#include "window/app_icon.hpp"
#include "window/background.hpp"
#include "window/running_watch.hpp"
#include "window/window_ports.hpp"

class wxButton;
class wxCheckBox;
class wxDataViewListCtrl;

namespace sallyport {

/// The clients: what they are, whether they run, and what can be done with them. Additions and changes wait for Save.
class AppsPage : public wxPanel {
 public:
  struct Acts {
    std::function<void(const Client&, bool direct)> launch;
    std::function<void(const AppRow&)> stop;
    std::function<void(const AppRow&)> restart;
    std::function<void()> edited;
  };

  AppsPage(wxWindow* parent, WindowPorts& ports, Acts acts);

  /// Makes what the page shows, once. Until then it is empty, so that the first paint of another page need not wait.
  void make();
  void load(const std::vector<Client>& saved);
  void show_running(const RunningWatch::Snapshot& running);
  [[nodiscard]] const std::vector<Client>& clients() const { return clients_; }
  [[nodiscard]] bool changed() const { return clients_ != saved_; }
  /// Asks which app, and adds it.
  void add();
  /// Opens the client of a settings key, `clients.ID.command`, at that field with what is wrong there. Does nothing for
  /// other keys and for a client that is no longer there.
  void edit_at(const std::string& key, const std::string& error);

 private:
  wxWindow* make_empty_state();
  wxWindow* make_list();
  wxButton* add_button(wxWindow* parent, wxSizer* column, const wxString& label, std::function<void()> act);
  void refresh();
  void refresh_buttons();
  void ask_icons();
  void fill_row(unsigned index, const AppRow& row);
  void selection_changed();
  void edit(const std::string& field = {}, const std::string& error = {});
  void remove();
  void set_menu(bool menu);
  void add_client(Client client);
  [[nodiscard]] const AppRow* selected() const;
  void select(const std::string& id);

  WindowPorts& ports_;
  Acts acts_;
  std::vector<Client> saved_;
  std::vector<Client> clients_;
  RunningWatch::Snapshot running_;
  std::vector<AppRow> rows_;
  int selected_row_ = -1;                          ///< as drawn
  std::map<std::string, std::string> icon_names_;  ///< by client id
  AppIcons icons_;

  wxDataViewListCtrl* list_ = nullptr;
  wxButton* launch_ = nullptr;
  wxButton* launch_direct_ = nullptr;
  wxButton* stop_ = nullptr;
  wxButton* restart_ = nullptr;
  wxButton* edit_ = nullptr;
  wxButton* remove_ = nullptr;
  wxCheckBox* menu_ = nullptr;
  wxWindow* empty_state_ = nullptr;
  wxWindow* filled_ = nullptr;
  Background background_;
};

}  // namespace sallyport
