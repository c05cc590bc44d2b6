#pragma once

#include <wx/dataview.h>

#include <string>

namespace sallyport {

/// Room for pictures of this height, in pixels, where the toolkit does not see to it: its own list does, what it draws
/// itself (wxHAS_GENERIC_DATAVIEWCTRL) does not.
void fit_rows_to_pictures(wxDataViewCtrl* list, int height);

/// Adds a column whose cells have a second line in small type.
wxDataViewColumn* append_two_line_column(wxDataViewListCtrl* list, const wxString& title, unsigned column);
/// The text of such a cell, for SetTextValue.
[[nodiscard]] wxString two_line_text(const std::string& first, const std::string& second);

/// Text inside markup.
[[nodiscard]] wxString quoted_for_markup(const std::string& text);
/// Adds a column whose cells hold markup.
wxDataViewColumn* append_markup_column(wxDataViewListCtrl* list, const wxString& title, unsigned column);

}  // namespace sallyport
