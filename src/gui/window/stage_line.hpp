#pragma once

#include <wx/window.h>

#include "presenters/check_progress.hpp"
#include "window/note.hpp"

class wxActivityIndicator;
class wxStaticBitmap;
class wxStaticText;

namespace sallyport {

/// One stage of a check: what it is, how it ended, what was found, and what to do.
class StageLine : public wxWindow {
 public:
  explicit StageLine(wxWindow* parent);

  /// How a note shows the state of a check, or of one of its stages.
  [[nodiscard]] static Note::Kind kind_of(CheckProgress::State state);

  void show(const CheckProgress::Line& line);
  /// The width that it may take; the height follows from it.
  void fit_width(int width);
  [[nodiscard]] bool HasTransparentBackground() override { return true; }
  [[nodiscard]] bool AcceptsFocus() const override { return false; }

 private:
  [[nodiscard]] int column() const;

  CheckProgress::Line shown_;
  wxActivityIndicator* spinner_;
  wxStaticBitmap* icon_;
  wxStaticText* name_;
  wxStaticText* result_;
  Note* detail_;
  Note* advice_;
};

}  // namespace sallyport
