#include <wx/app.h>
#include <wx/frame.h>

namespace {

/// What any wxWidgets program has to do before its first paint.
class EmptyApp : public wxApp {
 public:
  bool OnInit() override {
    return (new wxFrame(nullptr, wxID_ANY, "Empty", wxDefaultPosition, wxSize(780, 760)))->Show();
  }
};

}  // namespace

wxIMPLEMENT_APP(EmptyApp);
