#include "window/activity_panel.hpp"

#include <wx/choice.h>
#include <wx/dataview.h>
#include <wx/datetime.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <array>
#include <utility>

#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"
#include "window/throughput_plot.hpp"

namespace sallyport {
namespace {

constexpr int kPeriod = 500;  // milliseconds
/// More than this at once, and the view is told that all is new.
constexpr std::size_t kAppendedOneByOne = 50;

std::string clock_text(Throughput::Time time) {
  const auto milliseconds = time.time_since_epoch().count();
  return from_wx(wxDateTime(wxLongLong(milliseconds)).FormatISOTime());
}

Throughput::Time now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

}  // namespace

/// The rows of the list, as the view asks for them.
class RequestModel : public wxDataViewVirtualListModel {
 public:
  using Cell = std::string ActivityList::Row::*;
  static constexpr std::array kCells = {
      &ActivityList::Row::time,   &ActivityList::Row::app,      &ActivityList::Row::host,    &ActivityList::Row::route,
      &ActivityList::Row::status, &ActivityList::Row::received, &ActivityList::Row::duration};

  explicit RequestModel(const ActivityList& list) : list_(list) {}

  void GetValueByRow(wxVariant& value, unsigned row, unsigned column) const override {
    value = row < list_.size() ? to_wx(list_.row(row).*kCells.at(column)) : wxString();
  }
  bool SetValueByRow(const wxVariant& /*value*/, unsigned /*row*/, unsigned /*column*/) override { return false; }

 private:
  const ActivityList& list_;
};

ActivityPanel::ActivityPanel(wxWindow* parent, WindowPorts& ports)
    : wxPanel(parent), reader_(ports.supervisors), list_(folded, clock_text) {
  timer_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { poll(); });
}

ActivityPanel::~ActivityPanel() = default;

void ActivityPanel::make() {
  if (view_ != nullptr) return;
  auto* content = new wxBoxSizer(wxVERTICAL);
  make_choices(content);
  plot_ = new ThroughputPlot(this);
  content->Add(plot_, 0, wxEXPAND | wxTOP | wxBOTTOM, FromDIP(metrics::kMargin));
  make_list(content);
  explanation_ = new wxStaticText(this, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxST_NO_AUTORESIZE);
  explanation_->SetMinSize(wxSize(1, metrics::kExplanationLines * explanation_->GetCharHeight()));
  set_label_wraps(explanation_->GetHandle());
  set_accessible_announcement(explanation_->GetHandle());
  content->Add(explanation_, 0, wxEXPAND | wxTOP, FromDIP(metrics::kGap));
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(content, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizer(margin);
  refresh_apps();
  refresh();
}

void ActivityPanel::make_choices(wxSizer* page) {
  const auto app = make_labelled<wxChoice>(this, _("A&pp"));
  app_ = app.field;
  const auto filter = make_labelled<wxTextCtrl>(this, _("&Filter"));
  filter_ = filter.field;
  filter_->SetHint(_("host, proxy, rule or status"));
  filter_->SetToolTip(
      _("Shows the requests that have every word: of the app, the host, the proxy, the rule that decided "
        "(such as bypass or direct) or the status."));
  const int margin = FromDIP(metrics::kMargin);
  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(app.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  row->Add(app_, 1, wxALIGN_CENTRE_VERTICAL | wxRIGHT, 2 * margin);
  row->Add(filter.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  row->Add(filter_, 2, wxALIGN_CENTRE_VERTICAL);
  page->Add(row, 0, wxEXPAND);

  app_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) {
    list_.choose(offered_.at(static_cast<std::size_t>(app_->GetSelection())));
    show_again();
  });
  filter_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) {
    list_.set_filter(from_wx(filter_->GetValue()));
    show_again();
  });
}

void ActivityPanel::make_list(wxSizer* page) {
  view_ = new wxDataViewCtrl(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxDV_SINGLE | wxDV_ROW_LINES);
  name_control(view_, _("Requests"));
  const wxObjectDataPtr<RequestModel> model(new RequestModel(list_));
  model_ = model.get();
  view_->AssociateModel(model_);
  // All of them fit into the window at its first size.
  const std::array<std::pair<wxString, int>, RequestModel::kCells.size()> columns = {{{_("Time"), 70},
                                                                                      {_("App"), 85},
                                                                                      {_("Host"), 190},
                                                                                      {_("Route"), 180},
                                                                                      {_("Status"), 60},
                                                                                      {_("Received"), 82},
                                                                                      {_("Took"), 66}}};
  constexpr unsigned kFirstNumber = 4;
  for (unsigned i = 0; i < columns.size(); ++i) {
    view_
        ->AppendTextColumn(columns.at(i).first, i, wxDATAVIEW_CELL_INERT, FromDIP(columns.at(i).second),
                           i < kFirstNumber ? wxALIGN_LEFT : wxALIGN_RIGHT, wxDATAVIEW_COL_RESIZABLE)
        ->GetRenderer()
        ->EnableEllipsize(wxELLIPSIZE_END);
  }
  view_->Bind(wxEVT_DATAVIEW_SELECTION_CHANGED, [this](wxDataViewEvent&) { show_selected(); });
  page->Add(view_, 1, wxEXPAND);

  empty_state_ = new wxPanel(this, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxBORDER_THEME);
  empty_ =
      new wxStaticText(empty_state_, wxID_ANY, wxString(), wxDefaultPosition, wxDefaultSize, wxALIGN_CENTRE_HORIZONTAL);
  auto* column = new wxBoxSizer(wxVERTICAL);
  column->AddStretchSpacer(2);
  column->Add(empty_, 0, wxALIGN_CENTRE_HORIZONTAL);
  column->AddStretchSpacer(3);
  empty_state_->SetSizer(column);
  page->Add(empty_state_, 1, wxEXPAND);
}

void ActivityPanel::set_clients(const std::vector<Client>& saved) {
  list_.set_clients(saved);
  refresh_apps();
  refresh();
}

void ActivityPanel::show_running(const RunningWatch::Snapshot& running) {
  running_ = running.supervised;
  list_.set_running(running_);
  refresh_apps();
  refresh();
}

void ActivityPanel::set_watched(bool watched) {
  if (std::exchange(watched_, watched) == watched) return;
  if (!watched) {
    timer_.Stop();
    return;
  }
  make();
  timer_.Start(kPeriod);
  poll();
}

void ActivityPanel::poll() {
  if (polling_) return;
  polling_ = true;
  background_.run([this, running = running_](const std::stop_token&) { return reader_.read_new(running); },
                  [this](Activity activity) {
                    polling_ = false;
                    list_.set_under_way(std::move(activity.under_way));
                    add(std::move(activity.ended));
                  });
}

void ActivityPanel::add(std::vector<ActivityEntry> entries) {
  const std::size_t before = list_.size();
  const bool follow = follows();
  switch (list_.add(std::move(entries))) {
    case ActivityList::Change::kNone:
      break;
    case ActivityList::Change::kAppended:
      if (list_.size() - before > kAppendedOneByOne) {
        show_again();
      } else {
        for (std::size_t i = before; i < list_.size(); ++i) model_->RowAppended();
        if (follow) view_->EnsureVisible(model_->GetItem(static_cast<unsigned>(list_.size() - 1)));
      }
      refresh_apps();
      break;
    case ActivityList::Change::kReplaced:
      show_again();
      refresh_apps();
      break;
  }
  refresh();
}

bool ActivityPanel::follows() const { return !selected_ || list_.index_of(*selected_) == list_.size() - 1; }

void ActivityPanel::show_again() {
  const auto selected = selected_;
  model_->Reset(static_cast<unsigned>(list_.size()));
  select(selected);
  if (follows() && list_.size() > 0) view_->EnsureVisible(model_->GetItem(static_cast<unsigned>(list_.size() - 1)));
  refresh();
}

void ActivityPanel::refresh_apps() {
  if (app_ == nullptr) return;
  std::vector<ActivityList::App> apps = list_.apps();
  if (apps == offered_) return;
  offered_ = std::move(apps);
  wxArrayString labels;
  int chosen = 0;
  for (const ActivityList::App& app : offered_) {
    if (app.id == list_.chosen().id && (!app.id.empty() || app.name == list_.chosen().name))
      chosen = static_cast<int>(labels.size());
    labels.Add(app == ActivityList::App{} ? _("All apps") : to_wx(app.name));
  }
  app_->Set(labels);
  app_->SetSelection(chosen);
  // It may be called otherwise now, or be gone.
  if (const auto& app = offered_.at(static_cast<std::size_t>(chosen)); app != list_.chosen()) {
    list_.choose(app);
    show_again();
  }
}

void ActivityPanel::refresh() {
  if (view_ == nullptr) return;
  plot_->show(list_.throughput(now()));
  std::string reason = list_.empty_reason();
  const bool moved = view_->IsShown() != reason.empty() || reason != empty_reason_;
  if (reason != empty_reason_) {
    empty_reason_ = std::move(reason);
    empty_->SetLabelText(to_wx(empty_reason_));
    empty_->Wrap(FromDIP(metrics::kWindowMinWidth * 3 / 4));
    empty_state_->Layout();
  }
  view_->Show(empty_reason_.empty());
  empty_state_->Show(!empty_reason_.empty());
  if (moved) Layout();
  show_selected();
}

void ActivityPanel::select(const std::optional<std::uint64_t>& id) {
  const auto index = id ? list_.index_of(*id) : std::nullopt;
  if (index) {
    view_->Select(model_->GetItem(static_cast<unsigned>(*index)));
  } else {
    view_->UnselectAll();
  }
}

void ActivityPanel::show_selected() {
  const wxDataViewItem item = view_->GetSelection();
  const std::size_t row = item.IsOk() ? model_->GetRow(item) : list_.size();
  wxString text;
  if (row < list_.size()) {
    selected_ = list_.id(row);
    text = to_wx(list_.explanation(row));
  } else {
    selected_.reset();
    if (list_.size() > 0) text = _("Select a request to see why it took its route.");
  }
  if (explanation_->GetLabelText() != text) explanation_->SetLabelText(text);
}

}  // namespace sallyport
