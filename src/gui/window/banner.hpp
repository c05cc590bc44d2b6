#pragma once

#include <wx/panel.h>

#include <functional>
#include <string>

class wxButton;
class wxStaticBitmap;
class wxStaticText;

namespace sallyport {

/// What the eye meets first: what apps started now will get, in one sentence.
class Banner : public wxPanel {
 public:
  enum class Kind { kInForce, kIncomplete };
  /// Called after the click is over: an assistive program that clicked waits for its end, not for that of a dialog.
  struct Acts {
    std::function<void()> show_environment;
    std::function<void()> add_app;
  };

  Banner(wxWindow* parent, const Acts& acts);

  void show(Kind kind, const std::string& sentence);
  /// "No apps yet", beside the button that adds one.
  void show_no_apps(bool none);

 private:
  wxStaticBitmap* icon_;
  wxStaticText* sentence_;
  wxStaticText* no_apps_;
  wxButton* add_app_;
  Kind kind_ = Kind::kInForce;
};

}  // namespace sallyport
