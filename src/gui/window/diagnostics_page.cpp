#include "window/diagnostics_page.hpp"

#include <wx/sizer.h>

#include <utility>

#include "window/layout_metrics.hpp"

namespace sallyport {

DiagnosticsPage::DiagnosticsPage(wxWindow* parent, WindowPorts& ports, std::function<RoutePanel::Form()> form,
                                 std::function<void()> fixed)
    : wxPanel(parent), ports_(ports), form_(std::move(form)), fixed_(std::move(fixed)) {}

void DiagnosticsPage::make() {
  if (route_ != nullptr) return;
  route_ = new RoutePanel(this, ports_, form_);
  auto* content = new wxBoxSizer(wxVERTICAL);
  content->Add(route_, 0, wxEXPAND);
  findings_ = new FindingsPanel(this, ports_, fixed_);
  content->Add(findings_, 1, wxEXPAND | wxTOP, FromDIP(metrics::kGroupGap));
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(content, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizer(margin);
  Layout();
}

void DiagnosticsPage::look() {
  make();
  route_->ask();
  if (!std::exchange(looked_, true)) findings_->look();
}

void DiagnosticsPage::settings_changed() {
  looked_ = false;
  if (route_ != nullptr && IsShownOnScreen()) look();
}

}  // namespace sallyport
