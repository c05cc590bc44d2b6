#include "window/about.hpp"

#include <wx/aboutdlg.h>
#include <wx/intl.h>

#include "window/text.hpp"

namespace sallyport {

void show_about(wxWindow* parent) {
  wxAboutDialogInfo info;
  info.SetName("Sallyport");
  info.SetVersion(SALLYPORT_VERSION);
  info.SetDescription(_("Starts apps with exactly the proxy that they should have, or with none."));
  info.SetCopyright(_(L"© 2026 the Sallyport authors"));
  info.SetLicence(
      _("Sallyport is free software under the MIT licence: use, copy, change and pass it on as you like, as long as "
        "the copyright notice and the licence stay with it. It comes without any warranty."));
  wxAboutBox(info, parent);
}

}  // namespace sallyport
