#pragma once

#include <wx/dialog.h>

#include "app/doctor/finding.hpp"

namespace sallyport {

/// What a fix would change, to be looked at before it is done. wxID_OK: do it.
class FixDialog : public wxDialog {
 public:
  FixDialog(wxWindow* parent, const FixOffer& offer);
};

}  // namespace sallyport
