#pragma once

#include <wx/dialog.h>

#include <optional>
#include <vector>

#include "app/first_import.hpp"
#include "window/background.hpp"
#include "window/window_ports.hpp"

class wxButton;
class wxChoice;
class wxDataViewListCtrl;

namespace sallyport {

class Note;

/// What another place says of a proxy, to be looked at before it is put into the form. wxID_OK: put it there.
class ImportDialog : public wxDialog {
 public:
  /// `current` is what the form says at this moment.
  ImportDialog(wxWindow* parent, WindowPorts& ports, ProxySettings current);

  /// What was chosen.
  [[nodiscard]] std::optional<ProxyImport> take();

 private:
  struct Proposals {
    std::vector<Result<ProxyImport>> of_places;  ///< in the order of the choice
    Result<ProxyImport> first;                   ///< as `sallyport settings import` finds it
  };

  void ask();
  /// The place that `first` is of; without one, what the clipboard may have.
  void choose(Result<ProxyImport> first);
  void show();

  WindowPorts& ports_;
  ProxySettings current_;
  std::vector<Result<ProxyImport>> proposed_;  ///< in the order of the choice; empty while they are asked for
  wxChoice* source_ = nullptr;
  wxDataViewListCtrl* list_ = nullptr;
  Note* note_ = nullptr;
  wxButton* fill_ = nullptr;
  Background background_;
};

}  // namespace sallyport
