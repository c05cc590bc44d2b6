#pragma once

#include <wx/bmpbndl.h>
#include <wx/window.h>

#include <string>

class wxStaticBitmap;
class wxStaticText;

namespace sallyport {

/// A sentence that wraps, with an icon where it asks for attention: help under a field, an error, a result.
class Note : public wxWindow {
 public:
  enum class Kind { kHelp, kGood, kWarning, kError };

  explicit Note(wxWindow* parent);

  /// None for kHelp.
  [[nodiscard]] static wxBitmapBundle icon_of(Kind kind);

  /// An empty sentence hides the note. Returns whether its size changed, so that the parent is to be laid out.
  bool show(Kind kind, const std::string& sentence);
  /// The width that it may take; the height follows from it.
  void fit_width(int width);
  [[nodiscard]] const std::string& sentence() const { return sentence_; }
  [[nodiscard]] bool HasTransparentBackground() override { return true; }
  [[nodiscard]] bool AcceptsFocus() const override { return false; }

 private:
  void make();
  void fit();

  // Made with the first sentence: most notes of a page never have one, and the first paint does not wait for them.
  wxStaticBitmap* icon_ = nullptr;
  wxStaticText* text_ = nullptr;
  Kind kind_ = Kind::kHelp;
  std::string sentence_;
  int width_ = 0;
};

}  // namespace sallyport
