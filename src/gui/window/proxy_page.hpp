#pragma once

#include <wx/scrolwin.h>
#include <wx/timer.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "presenters/proxy_form.hpp"
#include "window/background.hpp"
#include "window/banner.hpp"
#include "window/form_rows.hpp"
#include "window/note.hpp"
#include "window/password_field.hpp"
#include "window/window_ports.hpp"

class wxBoxSizer;
class wxCheckBox;
class wxChoice;
class wxTextCtrl;

namespace sallyport {

/// The proxy's settings. The page shows what ProxyForm says and hands it what the user does.
class ProxyPage : public wxScrolledWindow {
 public:
  struct Acts {
    std::function<void()> add_app;
    std::function<void()> edited;
  };

  ProxyPage(wxWindow* parent, WindowPorts& ports, Acts acts);

  void load(const ProxySettings& saved);
  /// Asks the OS for its proxy, now and whenever it changes. Not before the first paint.
  void start_asking();

  [[nodiscard]] const ProxyForm& form() const { return form_; }
  /// With the passwords that were typed.
  [[nodiscard]] std::vector<CredentialEdit> credential_edits() const;
  /// Shows every error and moves to the first; true when there is none.
  bool check();
  /// Moves to the field of a settings key; false for a key that is not on this page.
  bool focus(std::string_view key);
  void show_no_apps(bool none);

 private:
  struct Widgets {
    wxCheckBox* system_enabled;
    wxCheckBox* respect_environment;
    wxCheckBox* system_authentication;
    wxTextCtrl* system_username;
    wxCheckBox* custom_enabled;
    wxCheckBox* http;
    wxCheckBox* https;
    wxChoice* protocol;
    wxTextCtrl* ca_file;
    wxButton* choose_ca_file;
    wxTextCtrl* host;
    wxTextCtrl* port;
    wxCheckBox* custom_authentication;
    wxTextCtrl* custom_username;
    wxTextCtrl* bypass;
    wxChoice* delivery;
    wxChoice* authority;
    wxTextCtrl* authority_file;
    wxButton* choose_authority_file;
  };

  void make_system_section(wxBoxSizer* page);
  void make_custom_section(wxBoxSizer* page);
  void make_type(wxBoxSizer* page);
  void make_delivery(wxBoxSizer* page);
  void make_authority(wxBoxSizer* page);
  void make_login(wxBoxSizer* page, ProxySource source);

  /// Puts values into the widgets.
  void show_values(const ProxySettings& settings);
  void edited();
  void refresh();
  void fit_notes();
  void lay_out();
  void ask_keychain();
  void ask_keychain(ProxySource source);
  void ask_system();
  void ask_authorities();
  void show_environment();
  void open_system_settings();
  void import();
  static void choose_ca_file(wxTextCtrl* field);
  void forget(ProxySource source);
  [[nodiscard]] PasswordField& password(ProxySource source) const {
    return source == ProxySource::kSystem ? *system_password_ : *custom_password_;
  }

  WindowPorts& ports_;
  Acts acts_;
  ProxyForm form_;
  bool loading_ = false;
  Widgets widgets_{};
  FormRows rows_;

  Banner* banner_ = nullptr;
  Note* system_summary_ = nullptr;
  Note* system_note_ = nullptr;
  wxWindow* system_settings_ = nullptr;
  Note* system_password_note_ = nullptr;
  Note* custom_password_note_ = nullptr;
  Note* bypass_note_ = nullptr;
  Note* delivery_note_ = nullptr;
  Note* authority_note_ = nullptr;
  std::unique_ptr<PasswordField> system_password_;
  std::unique_ptr<PasswordField> custom_password_;

  wxTimer pause_;        ///< in typing, after which the keychain is asked
  bool asking_ = false;  ///< the first paint is over
  std::map<ProxySource, std::vector<CredentialKey>> asked_;
  std::unique_ptr<SystemProxy::Watch> watch_;
  Background background_;
};

}  // namespace sallyport
