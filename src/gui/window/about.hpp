#pragma once

class wxWindow;

namespace sallyport {

/// The program's name, version and licence.
void show_about(wxWindow* parent);

}  // namespace sallyport
