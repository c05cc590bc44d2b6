#pragma once

#include <wx/stattext.h>
#include <wx/window.h>

#include <string>
#include <utility>

#include "platform/native_widget.hpp"
#include "window/text.hpp"

namespace sallyport {

/// A field and its label.
template <typename Field>
struct Labelled {
  wxStaticText* label = nullptr;
  Field* field = nullptr;
};

/// Makes a label (with its mnemonic, `&Server`) and its field together, so that neither is without the other: the
/// mnemonic leads to the field, and a screen reader reads the label as the field's name.
template <typename Field, typename... Arguments>
Labelled<Field> make_labelled(wxWindow* parent, const wxString& label, Arguments&&... arguments) {
  Labelled<Field> made;
  made.label = new wxStaticText(parent, wxID_ANY, label);
  made.field = new Field(parent, wxID_ANY, std::forward<Arguments>(arguments)...);
  tie_label_to_field(made.label->GetHandle(), made.field->GetHandle());
  return made;
}

/// Names a control that has no visible label.
inline void name_control(wxWindow* control, const wxString& name) {
  set_accessible_name(control->GetHandle(), from_wx(name));
}

}  // namespace sallyport
