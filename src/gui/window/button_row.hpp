#pragma once

#include <wx/button.h>
#include <wx/sizer.h>

#include <vector>

#include "platform/native_widget.hpp"

namespace sallyport {

/// Adds the buttons that end a window to `row`, in the order of the desktop (cancels_last), for the Tab key too.
inline void add_closing_buttons(wxBoxSizer* row, wxButton* cancel, std::vector<wxButton*> acts, int gap) {
  if (cancels_last()) cancel->MoveAfterInTabOrder(acts.back());
  acts.insert(cancels_last() ? acts.end() : acts.begin(), cancel);
  for (wxButton* button : acts)
    row->Add(button, 0, wxALIGN_CENTRE_VERTICAL | (button == acts.front() ? 0 : wxLEFT), gap);
}

}  // namespace sallyport
