#pragma once

#include <wx/dialog.h>

#include "presenters/environment_table.hpp"

namespace sallyport {

/// The launch plan as a table that can be copied. Passwords are masked.
class EnvironmentDialog : public wxDialog {
 public:
  EnvironmentDialog(wxWindow* parent, EnvironmentTable table);

 private:
  void copy();

  EnvironmentTable table_;
};

}  // namespace sallyport
