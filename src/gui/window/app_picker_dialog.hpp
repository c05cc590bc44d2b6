#pragma once

#include <wx/dialog.h>

#include <optional>
#include <string>
#include <vector>

#include "presenters/app_picker.hpp"
#include "window/app_icon.hpp"
#include "window/background.hpp"

class wxButton;
class wxDataViewListCtrl;
class wxTextCtrl;

namespace sallyport {

class Note;

/// A searchable list of installed apps; "Another command…" ends it with wxID_MORE.
class AppPickerDialog : public wxDialog {
 public:
  AppPickerDialog(wxWindow* parent, InstalledApps& apps);

  /// The client that was picked, as its entry describes it; after wxID_OK.
  [[nodiscard]] const Client& client() const { return client_; }

 private:
  void fill();
  void load_some_icons();
  void accept();
  void move_selection(int by);

  InstalledApps& apps_;
  std::optional<AppPicker> picker_;
  std::vector<const InstalledApp*> found_;
  std::size_t icons_loaded_ = 0;
  AppIcons icons_;
  Client client_;
  wxTextCtrl* search_;
  wxDataViewListCtrl* list_;
  Note* note_;
  wxButton* add_;
  Background background_;
};

}  // namespace sallyport
