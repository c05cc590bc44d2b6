#include "window/route_panel.hpp"

#include <wx/artprov.h>
#include <wx/choice.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/statbmp.h>
#include <wx/stattext.h>
#include <wx/textctrl.h>

#include <optional>
#include <utility>

#include "app/check_connection.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

constexpr int kUrlPause = 200;  // milliseconds

wxArtID icon_of(RouteAnswer::Kind kind) {
  switch (kind) {
    case RouteAnswer::Kind::kDirect:
    case RouteAnswer::Kind::kProxy:
      return wxART_INFORMATION;
    case RouteAnswer::Kind::kBadUrl:
      return wxART_ERROR;
    case RouteAnswer::Kind::kUnknown:
      break;
  }
  return wxART_WARNING;
}

/// The first of the choice is none of the programs.
std::optional<NoProxyReader> program_at(int selection) {
  if (selection < 1) return std::nullopt;
  return no_proxy_readers()[static_cast<std::size_t>(selection - 1)];
}

}  // namespace

RoutePanel::RoutePanel(wxWindow* parent, WindowPorts& ports, std::function<Form()> form)
    : wxPanel(parent), ports_(ports), form_(std::move(form)) {
  const int margin = FromDIP(metrics::kMargin);
  const int gap = FromDIP(metrics::kGap);
  auto* heading = new wxStaticText(this, wxID_ANY, _("Which way does a request go?"));
  heading->SetFont(GetFont().Bold());
  const auto url = make_labelled<wxTextCtrl>(this, _("&Address"), to_wx(std::string(kCheckedUrl)));
  url_ = url.field;
  url_->SetToolTip(_("The URL that is asked for. Answered with the settings as they stand in the window."));
  wxArrayString names;
  names.Add(to_wx(name_of_asker(std::nullopt)));
  for (const NoProxyReader reader : no_proxy_readers()) names.Add(to_wx(name_of_asker(reader)));
  const auto program = make_labelled<wxChoice>(this, _("Asked &by"), wxDefaultPosition, wxDefaultSize, names);
  program_ = program.field;
  program_->SetSelection(0);
  program_->SetToolTip(_("Programs read the bypass list, NO_PROXY, each in a dialect of its own."));
  icon_ = new wxStaticBitmap(this, wxID_ANY,
                             wxArtProvider::GetBitmapBundle(wxART_INFORMATION, wxART_OTHER,
                                                            wxSize(metrics::kBannerIcon, metrics::kBannerIcon)));
  way_ = new wxStaticText(this, wxID_ANY, wxString());
  way_->SetFont(GetFont().Bold());
  why_ = new wxStaticText(this, wxID_ANY, wxString());
  // Kept free, so that what is below does not jump while the answer changes.
  way_->SetMinSize(wxSize(1, way_->GetCharHeight()));
  why_->SetMinSize(wxSize(1, metrics::kExplanationLines * why_->GetCharHeight()));
  for (wxStaticText* label : {way_, why_}) {
    set_label_wraps(label->GetHandle());
    set_accessible_announcement(label->GetHandle());
  }

  auto* asked = new wxBoxSizer(wxHORIZONTAL);
  asked->Add(url.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  asked->Add(url_, 1, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  asked->Add(program.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  asked->Add(program_, 0, wxALIGN_CENTRE_VERTICAL);
  auto* words = new wxBoxSizer(wxVERTICAL);
  words->Add(way_, 0, wxEXPAND);
  words->Add(why_, 0, wxEXPAND | wxTOP, gap / 2);
  auto* answer = new wxBoxSizer(wxHORIZONTAL);
  answer->Add(icon_, 0, wxALIGN_TOP | wxRIGHT, margin);
  answer->Add(words, 1);
  auto* page = new wxBoxSizer(wxVERTICAL);
  page->Add(heading);
  page->Add(asked, 0, wxEXPAND | wxTOP, gap);
  page->Add(answer, 0, wxEXPAND | wxTOP, margin);
  SetSizer(page);

  pause_.Bind(wxEVT_TIMER, [this](wxTimerEvent&) { ask(); });
  url_->Bind(wxEVT_TEXT, [this](wxCommandEvent&) { pause_.StartOnce(kUrlPause); });
  program_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { ask(); });
}

void RoutePanel::ask() {
  pause_.Stop();
  asking_.request_stop();
  const std::uint64_t question = ++question_;
  Form form = form_();
  if (!form.error.empty()) {
    return show({RouteAnswer::Kind::kUnknown, from_wx(_("Correct the settings first")), std::move(form.error), {}});
  }
  RouteQuestion asked;
  asked.url = from_wx(url_->GetValue().Strip(wxString::both));
  asked.program = program_at(program_->GetSelection());
  asking_ = background_.run(
      [this, asked = std::move(asked), settings = std::move(form.settings)](const std::stop_token& stop) {
        return make_route_answer(explain_route(asked, settings, ports_.system_proxy, ports_.environment, stop));
      },
      [this, question](const RouteAnswer& answer) {
        if (question == question_) show(answer);
      });
}

void RoutePanel::show(const RouteAnswer& answer) {
  icon_->SetBitmap(wxArtProvider::GetBitmapBundle(icon_of(answer.kind), wxART_OTHER,
                                                  wxSize(metrics::kBannerIcon, metrics::kBannerIcon)));
  const bool bad_url = answer.kind == RouteAnswer::Kind::kBadUrl;
  set_accessible_description(url_->GetHandle(), bad_url ? answer.way : std::string());
  way_->SetLabelText(to_wx(answer.way));
  std::string why = answer.reason;
  if (!answer.source.empty()) why += "\n" + answer.source;
  why_->SetLabelText(to_wx(why));
  Layout();
}

}  // namespace sallyport
