#pragma once

#include <wx/dialog.h>

#include <map>
#include <string>

#include "presenters/client_form.hpp"

class wxBoxSizer;
class wxCheckBox;
class wxChoice;
class wxTextCtrl;

namespace sallyport {

class Note;

/// Adds or edits one client.
class ClientDialog : public wxDialog {
 public:
  ClientDialog(wxWindow* parent, const wxString& title, ClientForm form);

  [[nodiscard]] Client client() const { return form_.client(); }
  /// Opens at a field, as the client's keys name it, with what is wrong there.
  void go_to(const std::string& field, const std::string& error);

 private:
  void add_row(wxBoxSizer* content, const std::string& key, const wxString& label, long style = 0,
               wxWindow* beside = nullptr, const wxString& help = wxString());
  void browse_command();
  void browse_directory();
  void read();
  void accept();
  void show_error(const std::string& field, const std::string& error);
  [[nodiscard]] wxWindow* widget_of(const std::string& field) const;

  ClientForm form_;
  int label_width_ = 0;
  std::map<std::string, wxTextCtrl*> fields_;
  std::map<std::string, Note*> errors_;
  wxChoice* kind_;
  wxCheckBox* menu_;
  wxCheckBox* own_only_;
  Note* other_error_;  ///< of what has no line of its own
};

}  // namespace sallyport
