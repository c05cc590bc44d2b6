#pragma once

#include <wx/modalhook.h>

namespace sallyport {

/// Whether a dialog waits for an answer: another one must not open over it.
class ModalDialogs : private wxModalDialogHook {
 public:
  ModalDialogs() { Register(); }
  [[nodiscard]] bool is_open() const { return open_ > 0; }

 private:
  int Enter(wxDialog* /*dialog*/) override {
    ++open_;
    return wxID_NONE;
  }
  void Exit(wxDialog* /*dialog*/) override { --open_; }

  int open_ = 0;
};

}  // namespace sallyport
