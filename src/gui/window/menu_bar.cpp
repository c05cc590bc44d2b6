#include "window/menu_bar.hpp"

#include <wx/intl.h>
#include <wx/menu.h>

#include "platform/native_widget.hpp"
#include "window/about.hpp"

namespace sallyport {

void add_menu_bar(wxFrame* frame) {
  if (!wants_menu_bar()) return;
  auto* window = new wxMenu;
  window->Append(wxID_ABOUT, _("About Sallyport"));
  window->Append(wxID_PREFERENCES, _(L"Preferences…") + "\tCtrl+,");
  window->Append(wxID_CLOSE, _("Close") + "\tCtrl+W");
  auto* bar = new wxMenuBar;
  bar->Append(window, _("Window"));
  frame->SetMenuBar(bar);
  frame->Bind(
      wxEVT_MENU, [frame](wxCommandEvent&) { show_about(frame); }, wxID_ABOUT);
  frame->Bind(
      wxEVT_MENU, [frame](wxCommandEvent&) { frame->Raise(); }, wxID_PREFERENCES);
  frame->Bind(
      wxEVT_MENU, [frame](wxCommandEvent&) { frame->Close(); }, wxID_CLOSE);
}

}  // namespace sallyport
