#pragma once

#include <wx/string.h>

#include <functional>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "window/note.hpp"

class wxBoxSizer;
class wxCheckBox;
class wxSizer;
class wxTextCtrl;
class wxWindow;

namespace sallyport {

/// The rows of a form: labels in one column, the fields of settings keys in the next, errors and notes below them.
class FormRows {
 public:
  struct Events {
    std::function<void()> edited;
    std::function<void(const std::string& key)> left;  ///< the field has lost the focus
  };

  /// The widest of `labels` decides where every field begins. `parent` is that of each field, and outlives this.
  FormRows(wxWindow* parent, std::initializer_list<wxString> labels, Events events);

  [[nodiscard]] int label_width() const { return label_width_; }
  [[nodiscard]] int column() const { return column_; }  ///< where fields begin

  wxBoxSizer* add_heading(wxSizer* page, const wxString& title, const wxString& explanation);
  void add_row(wxSizer* page, wxSizer* row);
  /// Below the fields, or with `left` beside it.
  Note* add_note(wxSizer* page) { return add_note(page, column_); }
  Note* add_note(wxSizer* page, int left);
  /// The note stands in a row already, with `left` beside it.
  void adopt_note(Note* note, int left) { notes_.emplace_back(note, left); }
  /// Room for the error of the field `key`.
  void add_error(wxSizer* page, const std::string& key) { errors_[key] = add_note(page); }

  wxCheckBox* make_check(const std::string& key, const wxString& label);
  /// With `label` in front, both added to `row`; `width` 0 takes what is left of it.
  wxTextCtrl* make_text(wxSizer* row, const std::string& key, const wxString& label, int width);
  /// `field` is that of `key`: tells of every edit, and when it is left.
  void bind(wxWindow* field, const std::string& key);
  /// The same for a field that somebody else listens to and enables: tells only when it is left.
  void bind_focus(wxWindow* field, const std::string& key) { bind_focus(field, key, false); }

  /// The field of a settings key, or null.
  [[nodiscard]] wxWindow* find(std::string_view key) const;
  void enable(const std::function<bool(const std::string& key)>& is_used);
  /// `error_at` gives the sentence for a key, empty for none. Whether the layout has changed.
  bool show_errors(const std::function<std::string(const std::string& key)>& error_at);
  /// Wraps the notes into a page of this width.
  void fit_notes(int width);

 private:
  struct Bound {
    wxWindow* field;
    bool is_enabled_here;
  };

  void bind_focus(wxWindow* field, const std::string& key, bool is_enabled_here);

  wxWindow* parent_;
  Events events_;
  int label_width_ = 0;
  int column_ = 0;
  std::map<std::string, Bound, std::less<>> fields_;  ///< by settings key
  std::map<std::string, Note*, std::less<>> errors_;  ///< by settings key
  std::vector<std::pair<Note*, int>> notes_;          ///< with the room to their left
};

}  // namespace sallyport
