#include "window/apps_page.hpp"

#include <wx/artprov.h>
#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/dataview.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/statbmp.h>
#include <wx/stattext.h>

#include <algorithm>
#include <utility>

#include "window/app_picker_dialog.hpp"
#include "window/client_dialog.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"
#include "window/two_line_column.hpp"

namespace sallyport {
namespace {

enum Column : unsigned { kIconColumn, kNameColumn, kStateColumn };

/// Beside the words, for the eye: each state has its own shape, and a colour that stands out from light and from dark.
/// The colour of a selection is the theme's, so the shape alone must do there.
wxString mark(AppState state, bool selected) {
  const auto coloured = [&](const wchar_t* shape, const char* colour) {
    return selected ? wxString(shape) + " " : wxString::Format("<span foreground=\"%s\">%s</span> ", colour, shape);
  };
  switch (state) {
    case AppState::kRunning:
      return coloured(L"●", "#26a269");
    case AppState::kRunningStale:
      return coloured(L"▲", "#c17d11");
    case AppState::kRunningOutside:
      return coloured(L"■", "#3584e4");
    case AppState::kNotSaved:
      return coloured(L"△", "#c17d11");
    case AppState::kStopped:
      break;
  }
  return L"○ ";
}

wxVariant picture(const wxBitmapBundle& bundle) {
  wxVariant variant;
  variant << bundle;
  return variant;
}

}  // namespace

AppsPage::AppsPage(wxWindow* parent, WindowPorts& ports, Acts acts)
    : wxPanel(parent), ports_(ports), acts_(std::move(acts)), icons_(this) {}

void AppsPage::make() {
  if (list_ != nullptr) return;
  empty_state_ = make_empty_state();
  filled_ = make_list();
  auto* page = new wxBoxSizer(wxVERTICAL);
  page->Add(empty_state_, 1, wxEXPAND);
  page->Add(filled_, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizer(page);
  refresh();
  ask_icons();
}

wxWindow* AppsPage::make_empty_state() {
  auto* panel = new wxPanel(this);
  const int margin = FromDIP(metrics::kMargin);
  auto* title = new wxStaticText(panel, wxID_ANY, _("No apps yet"));
  title->SetFont(GetFont().Bold().Scaled(1.2F));
  auto* text = new wxStaticText(panel, wxID_ANY, _("Add an app, and it starts with exactly the proxy set here."));
  auto* add = new wxButton(panel, wxID_ANY, _(L"&Add an app…"));
  add->Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { CallAfter(&AppsPage::add); });
  auto* column = new wxBoxSizer(wxVERTICAL);
  column->AddStretchSpacer(2);
  column->Add(title, 0, wxALIGN_CENTRE_HORIZONTAL);
  column->Add(text, 0, wxALIGN_CENTRE_HORIZONTAL | wxTOP | wxBOTTOM, margin);
  column->Add(add, 0, wxALIGN_CENTRE_HORIZONTAL);
  column->AddStretchSpacer(3);
  panel->SetSizer(column);
  return panel;
}

wxWindow* AppsPage::make_list() {
  auto* panel = new wxPanel(this);
  list_ = new wxDataViewListCtrl(panel, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE | wxDV_ROW_LINES);
  name_control(list_, _("Apps"));
  list_->AppendBitmapColumn(wxString(), kIconColumn, wxDATAVIEW_CELL_INERT,
                            FromDIP(metrics::kAppIcon + 3 * metrics::kGap));
  append_two_line_column(list_, _("App"), kNameColumn)->SetWidth(FromDIP(metrics::kDialogField * 3 / 4));
  append_markup_column(list_, _("State"), kStateColumn);
  fit_rows_to_pictures(list_, FromDIP(metrics::kAppIcon));
  list_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { selection_changed(); });
  list_->Bind(wxEVT_DATAVIEW_ITEM_ACTIVATED, [this](wxDataViewEvent&) { CallAfter([this] { edit(); }); });

  auto* column = new wxBoxSizer(wxVERTICAL);
  const auto act_on_selected = [this](auto act) {
    return [this, act] {
      if (const AppRow* row = selected()) act(*row);
    };
  };
  launch_ = add_button(panel, column, _("&Launch"),
                       act_on_selected([this](const AppRow& row) { acts_.launch(row.client, false); }));
  launch_direct_ = add_button(panel, column, _("Launch &without a proxy"),
                              act_on_selected([this](const AppRow& row) { acts_.launch(row.client, true); }));
  stop_ = add_button(panel, column, _("S&top"), act_on_selected([this](const AppRow& row) { acts_.stop(row); }));
  restart_ =
      add_button(panel, column, _("R&estart"), act_on_selected([this](const AppRow& row) { acts_.restart(row); }));
  column->AddSpacer(FromDIP(metrics::kGroupGap));
  add_button(panel, column, _(L"&Add an app…"), [this] { add(); });
  edit_ = add_button(panel, column, _(L"E&dit…"), [this] { edit(); });
  remove_ = add_button(panel, column, _("Remo&ve"), [this] { remove(); });
  column->AddSpacer(FromDIP(metrics::kGroupGap));
  menu_ = new wxCheckBox(panel, wxID_ANY, has_start_menu() ? _("In the Start &menu") : _("In the applications &menu"));
  menu_->Bind(wxEVT_CHECKBOX, [this](wxCommandEvent&) { set_menu(menu_->GetValue()); });
  column->Add(menu_);

  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(list_, 1, wxEXPAND | wxRIGHT, FromDIP(metrics::kMargin));
  row->Add(column, 0, wxEXPAND);
  panel->SetSizer(row);
  return panel;
}

wxButton* AppsPage::add_button(wxWindow* parent, wxSizer* column, const wxString& label, std::function<void()> act) {
  auto* button = new wxButton(parent, wxID_ANY, label);
  // After the click: an assistive program that clicked waits for its end, not for that of a dialog.
  button->Bind(wxEVT_BUTTON, [this, act = std::move(act)](wxCommandEvent&) { CallAfter(act); });
  column->Add(button, 0, wxEXPAND | wxBOTTOM, FromDIP(metrics::kGap));
  return button;
}

void AppsPage::load(const std::vector<Client>& saved) {
  saved_ = saved;
  clients_ = saved;
  refresh();
  ask_icons();
}

void AppsPage::show_running(const RunningWatch::Snapshot& running) {
  running_ = running;
  refresh();
}

void AppsPage::refresh() {
  if (list_ == nullptr) return;
  const AppRow* before = selected();
  const std::string selected_id = before == nullptr ? std::string() : before->client.id;
  std::vector<AppRow> rows =
      make_app_rows(clients_, saved_, running_.supervised, running_.outside, running_.relay_gone);
  const bool same_apps =
      std::ranges::equal(rows, rows_, [](const AppRow& a, const AppRow& b) { return a.client.id == b.client.id; });
  rows_.swap(rows);
  if (!same_apps) {
    list_->DeleteAllItems();
    selected_row_ = -1;
    for (const AppRow& row : rows_) {
      wxVector<wxVariant> cells;
      cells.push_back(picture(icons_.find(icon_names_[row.client.id])));
      cells.push_back(wxString());
      cells.push_back(wxString());
      list_->AppendItem(cells);
    }
  }
  for (unsigned i = 0; i < rows_.size(); ++i)
    if (!same_apps || rows_[i] != rows[i]) fill_row(i, rows_[i]);
  if (!same_apps) select(selected_id);
  empty_state_->Show(rows_.empty());
  filled_->Show(!rows_.empty());
  selection_changed();
  Layout();
}

void AppsPage::fill_row(unsigned index, const AppRow& row) {
  list_->SetTextValue(two_line_text(row.client.name, row.command_text), index, kNameColumn);
  list_->SetTextValue(mark(row.state, static_cast<int>(index) == selected_row_) + quoted_for_markup(row.state_text),
                      index, kStateColumn);
  // A changed cell is only drawn again; of a changed row screen readers are told.
  list_->GetStore()->RowChanged(index);
}

void AppsPage::selection_changed() {
  const int before = std::exchange(selected_row_, list_->GetSelectedRow());
  for (const int row : {before, selected_row_})
    if (before != selected_row_ && row >= 0 && static_cast<std::size_t>(row) < rows_.size())
      fill_row(static_cast<unsigned>(row), rows_[static_cast<std::size_t>(row)]);
  refresh_buttons();
}

void AppsPage::refresh_buttons() {
  const AppRow* row = selected();
  const bool saved = row != nullptr && row->state != AppState::kNotSaved;
  const bool runs = row != nullptr && !row->supervisors.empty();
  launch_->Enable(saved);
  launch_direct_->Enable(saved);
  stop_->Enable(runs);
  restart_->Enable(runs);
  edit_->Enable(row != nullptr);
  remove_->Enable(row != nullptr);
  menu_->Enable(row != nullptr);
  menu_->SetValue(row != nullptr && row->client.menu);
}

void AppsPage::ask_icons() {
  if (list_ == nullptr) return;
  std::vector<Client> unknown;
  for (const Client& client : clients_)
    if (!icon_names_.contains(client.id)) unknown.push_back(client);
  if (unknown.empty()) return;
  background_.run(
      [this, unknown](const std::stop_token& stop) {
        std::map<std::string, std::string> names;
        for (const Client& client : unknown)
          if (!stop.stop_requested()) names[client.id] = ports_.installed_apps.icon_of(client);
        return names;
      },
      [this](std::map<std::string, std::string> names) {
        names.merge(icon_names_);
        icon_names_ = std::move(names);
        for (unsigned i = 0; i < rows_.size(); ++i)
          list_->SetValue(picture(icons_.find(icon_names_[rows_[i].client.id])), i, kIconColumn);
      });
}

const AppRow* AppsPage::selected() const {
  if (list_ == nullptr) return nullptr;
  const int row = list_->GetSelectedRow();
  return row == wxNOT_FOUND || static_cast<std::size_t>(row) >= rows_.size() ? nullptr
                                                                             : &rows_[static_cast<std::size_t>(row)];
}

void AppsPage::select(const std::string& id) {
  if (rows_.empty()) return;
  const auto found = std::ranges::find(rows_, id, [](const AppRow& row) { return row.client.id; });
  list_->SelectRow(found == rows_.end() ? 0 : static_cast<unsigned>(found - rows_.begin()));
}

void AppsPage::add() {
  make();
  AppPickerDialog picker(this, ports_.installed_apps);
  const int answer = picker.ShowModal();
  std::vector<std::string> taken;
  for (const auto* clients : {&clients_, &saved_})
    for (const Client& client : *clients) taken.push_back(client.id);
  if (answer == wxID_OK) {
    Client client = picker.client();
    client.id = make_client_id(client.name, taken);
    client.menu = true;
    add_client(std::move(client));
  } else if (answer == wxID_MORE) {
    ClientDialog dialog(this, _("Add a command"), ClientForm(taken));
    if (dialog.ShowModal() == wxID_OK) add_client(dialog.client());
  }
}

void AppsPage::add_client(Client client) {
  const std::string id = client.id;
  clients_.push_back(std::move(client));
  refresh();
  select(id);
  selection_changed();
  list_->SetFocus();
  ask_icons();
  acts_.edited();
}

void AppsPage::edit_at(const std::string& key, const std::string& error) {
  const std::optional<ClientKey> parsed = parse_client_key(key);
  if (!parsed || std::ranges::find(clients_, parsed->id, &Client::id) == clients_.end()) return;
  make();
  select(parsed->id);
  selection_changed();
  edit(parsed->field, error);
}

void AppsPage::edit(const std::string& field, const std::string& error) {
  const AppRow* row = selected();
  if (row == nullptr) return;
  const std::string id = row->client.id;
  ClientDialog dialog(this, wxString::Format(_("Edit %s"), to_wx(row->client.name)), ClientForm(row->client));
  dialog.go_to(field, error);
  if (dialog.ShowModal() != wxID_OK) return;
  const auto client = std::ranges::find(clients_, id, &Client::id);
  if (client == clients_.end()) return;
  *client = dialog.client();
  icon_names_.erase(id);
  refresh();
  ask_icons();
  acts_.edited();
}

void AppsPage::remove() {
  const AppRow* row = selected();
  if (row == nullptr) return;
  std::erase_if(clients_, [id = row->client.id](const Client& client) { return client.id == id; });
  refresh();
  acts_.edited();
}

void AppsPage::set_menu(bool menu) {
  const AppRow* row = selected();
  if (row == nullptr) return;
  const auto client = std::ranges::find(clients_, row->client.id, &Client::id);
  if (client != clients_.end()) client->menu = menu;
  refresh();
  acts_.edited();
}

}  // namespace sallyport
