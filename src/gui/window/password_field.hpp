#pragma once

#include <wx/sizer.h>

#include <functional>
#include <string>

#include "presenters/proxy_form.hpp"
#include "window/labelled_field.hpp"

class wxButton;
class wxTextCtrl;
class wxToggleButton;

namespace sallyport {

/// A field for a new password beside what is said of the stored one, which is never put into it. `Show` reveals what
/// is being typed, where the system can; `Forget` marks the stored password for Save.
class PasswordField {
 public:
  struct Events {
    std::function<void()> typed;
    std::function<void()> forget;  ///< pressed: mark the stored password, or take the mark away
  };

  /// `label` holds the mnemonic.
  PasswordField(wxWindow* parent, const wxString& label, const Events& events);

  [[nodiscard]] wxStaticText* label() const { return label_; }
  [[nodiscard]] wxSizer* row() const { return row_; }
  [[nodiscard]] wxTextCtrl* field() const { return field_; }

  [[nodiscard]] bool empty() const;
  void show(const ProxyForm& form, ProxySource source);
  [[nodiscard]] Secret typed() const;
  /// As if it had been typed.
  void type(const Secret& password);
  /// Empties the field and hides what is typed.
  void clear();

 private:
  void add_reveal(wxWindow* parent);

  wxStaticText* label_;
  wxTextCtrl* field_;
  wxToggleButton* reveal_ = nullptr;  ///< null where no field can show a password
  wxButton* forget_;
  wxSizer* row_;
  std::string hint_;
};

}  // namespace sallyport
