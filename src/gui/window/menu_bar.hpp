#pragma once

#include <wx/frame.h>

namespace sallyport {

/// macOS wants an app's commands in a menu bar: About and Preferences (⌘,) stand in the app's own menu, where wxWidgets
/// puts them, and Close (⌘W) in a menu of the window's. Other systems need none. Not yet seen on a Mac.
void add_menu_bar(wxFrame* frame);

}  // namespace sallyport
