#include "window/diagnostics_page.hpp"

#include <wx/sizer.h>

#include <utility>

#include "window/layout_metrics.hpp"

namespace sallyport {

DiagnosticsPage::DiagnosticsPage(wxWindow* parent, WindowPorts& ports, std::function<RoutePanel::Form()> form)
    : wxPanel(parent), ports_(ports), form_(std::move(form)) {}

void DiagnosticsPage::make() {
  if (route_ != nullptr) return;
  route_ = new RoutePanel(this, ports_, form_);
  auto* content = new wxBoxSizer(wxVERTICAL);
  content->Add(route_, 0, wxEXPAND);
  auto* margin = new wxBoxSizer(wxVERTICAL);
  margin->Add(content, 1, wxEXPAND | wxALL, FromDIP(metrics::kMargin));
  SetSizer(margin);
  Layout();
}

void DiagnosticsPage::look() {
  make();
  route_->ask();
}

}  // namespace sallyport
