#pragma once

#include <wx/frame.h>
#include <wx/infobar.h>
#include <wx/weakref.h>

#include <functional>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "presenters/window_state.hpp"
#include "window/background.hpp"
#include "window/modal_dialogs.hpp"
#include "window/running_watch.hpp"
#include "window/window_ports.hpp"

class wxButton;
class wxNotebook;
class wxStaticText;

namespace sallyport {

class ActivityPanel;
class AppsPage;
class CheckDialog;
class ClientStart;
class DiagnosticsPage;
class ProxyPage;
class RestartPanel;

/// How the window is opened: the options of sallyport-settings.
struct WindowOptions {
  std::string page;           ///< `proxy`, `apps`, `activity` or `diagnostics`; empty: the one of last time
  std::string focus;          ///< a settings key, `clients.ID.command` or `custom_proxy.password` among them
  std::string message;        ///< shown at the top: why a launch from the menu failed
  std::string settings_file;  ///< as given; empty: the default one
};

/// The settings window.
class SettingsFrame : public wxFrame {
 public:
  SettingsFrame(WindowPorts ports, WindowOptions options);
  ~SettingsFrame() override;

  /// The program was started again: this window comes to the front and does what the new one would have done.
  void open_again(const WindowOptions& options, const std::string& activation_token);

 private:
  enum class After { kNothing, kRestart, kClose };

  void make_buttons(wxSizer* content);
  void bind_keys();
  void make_pages();
  void start();
  void page_changed();
  void load();
  void show_settings(Settings settings);
  void reload_when_changed_elsewhere(std::function<void()> then = [] {});
  void take_over(Result<Settings> settings);
  /// Moves to the field of a settings key. `reason` says what is wrong there, for a field that has room for it.
  void go_to(const std::string& key, const std::string& reason);
  void edited();
  [[nodiscard]] bool changed() const;

  void save(After after);
  void saved(const SaveReport& report, Settings settings, After after);
  void save_failed(const SaveFailure& failure);
  [[nodiscard]] bool accepts_restart();
  void restart_running();
  void set_saving(bool saving);

  void check_connection();
  void launch(const Client& client, bool direct);
  void show_running(const RunningWatch::Snapshot& running);
  void show_message(const std::string& message, int icon);
  void set_status(const wxString& status);
  void cancel();
  void close(wxCloseEvent& event);
  void remember();

  WindowPorts ports_;
  WindowOptions options_;
  WindowState state_;
  Settings saved_;
  bool loaded_ = false;
  std::optional<std::stop_source> saving_;
  wxWeakRef<wxWindow> focused_;  ///< before the save
  RunningWatch::Snapshot running_;
  std::set<ClientStart*> starts_;

  wxInfoBar* message_;
  wxNotebook* book_;
  ProxyPage* proxy_ = nullptr;
  AppsPage* apps_ = nullptr;
  ActivityPanel* activity_ = nullptr;
  DiagnosticsPage* diagnostics_ = nullptr;
  CheckDialog* check_dialog_ = nullptr;  ///< made when it is first wanted
  RestartPanel* restarts_;
  wxStaticText* status_;
  wxButton* check_;
  wxButton* cancel_;
  wxButton* save_;
  wxButton* save_and_restart_;
  ModalDialogs dialogs_;
  RunningWatch watch_;
  Background background_;
};

}  // namespace sallyport
