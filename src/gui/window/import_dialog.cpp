#include "window/import_dialog.hpp"

#include <wx/button.h>
#include <wx/choice.h>
#include <wx/dataview.h>
#include <wx/intl.h>
#include <wx/sizer.h>
#include <wx/stattext.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "platform/native_widget.hpp"
#include "presenters/import_table.hpp"
#include "window/button_row.hpp"
#include "window/labelled_field.hpp"
#include "window/layout_metrics.hpp"
#include "window/note.hpp"
#include "window/text.hpp"

namespace sallyport {

ImportDialog::ImportDialog(wxWindow* parent, WindowPorts& ports, ProxySettings current)
    : wxDialog(parent, wxID_ANY, _("Import a proxy"), wxDefaultPosition, wxDefaultSize,
               wxDEFAULT_DIALOG_STYLE | wxRESIZE_BORDER),
      ports_(ports),
      current_(std::move(current)) {
  const int width = FromDIP(metrics::kCheckWidth);
  const int gap = FromDIP(metrics::kGap);
  const int margin = FromDIP(metrics::kMargin);
  wxArrayString sources;
  for (const std::string& desktop : ports_.desktops) sources.Add(wxString::Format(_("%s's settings"), to_wx(desktop)));
  if (ports_.desktops.empty()) sources.Add(_("The system's settings"));
  sources.Add(_("The environment"));
  sources.Add(_("A proxy URL on the clipboard"));
  const auto source = make_labelled<wxChoice>(this, _("Import &from"), wxDefaultPosition, wxDefaultSize, sources);
  source_ = source.field;
  source_->SetSelection(0);
  source_->Bind(wxEVT_CHOICE, [this](wxCommandEvent&) { show(); });
  const auto list =
      make_labelled<wxDataViewListCtrl>(this, _("What &changes"), wxDefaultPosition,
                                        wxSize(width, FromDIP(metrics::kPanelHeight * 4 / 3)), wxDV_ROW_LINES);
  list_ = list.field;
  for (const wxString& title : {_("Setting"), _("Now"), _("Then")}) {
    list_->AppendTextColumn(title, wxDATAVIEW_CELL_INERT, width / 3 - gap, wxALIGN_LEFT, wxDATAVIEW_COL_RESIZABLE)
        ->GetRenderer()
        ->EnableEllipsize(wxELLIPSIZE_END);
  }
  note_ = new Note(this);
  note_->fit_width(width);
  auto* later = new Note(this);
  later->fit_width(width);
  later->show(Note::Kind::kHelp, from_wx(_("Nothing is saved before you press Save.")));
  fill_ = new wxButton(this, wxID_OK, _("Fill in the for&m"));
  fill_->SetDefault();
  auto* cancel = new wxButton(this, wxID_CANCEL, _("Cance&l"));

  auto* row = new wxBoxSizer(wxHORIZONTAL);
  row->Add(source.label, 0, wxALIGN_CENTRE_VERTICAL | wxRIGHT, margin);
  row->Add(source_, 0, wxALIGN_CENTRE_VERTICAL);
  auto* buttons = new wxBoxSizer(wxHORIZONTAL);
  buttons->AddStretchSpacer();
  add_closing_buttons(buttons, cancel, {fill_}, gap);
  auto* content = new wxBoxSizer(wxVERTICAL);
  content->Add(row);
  content->Add(list.label, 0, wxTOP, margin);
  content->Add(list_, 1, wxEXPAND | wxTOP, gap);
  content->Add(note_, 0, wxTOP, gap);
  content->Add(later, 0, wxTOP, gap);
  content->Add(buttons, 0, wxEXPAND | wxTOP, margin);
  auto* around = new wxBoxSizer(wxVERTICAL);
  around->Add(content, 1, wxEXPAND | wxALL, margin);
  SetSizer(around);
  set_accessible_dialog(GetHandle());
  show();
  CentreOnParent();
  // Once it is shown, and nothing else can be pressed.
  CallAfter([this] { ask(); });
}

void ImportDialog::ask() {
  auto clipboard = std::make_shared<Secret>(secret_of_clipboard());
  background_.run(
      [this, clipboard](const std::stop_token&) {
        const auto running = ports_.supervisors.list(ports_.storage.path());
        const auto desktop = [this](const std::string& name) { return source_of_desktop(*ports_.desktop_proxy(name)); };
        std::vector<Result<ImportSource>> sources;
        for (const std::string& name : ports_.desktops) sources.push_back(desktop(name));
        if (ports_.desktops.empty()) sources.push_back(source_of_desktop(ports_.system_proxy));
        sources.push_back(source_of_environment(ports_.environment));
        sources.push_back(source_of_url(clipboard->reveal()));
        const ImportPlaces places{ports_.system_proxy, ports_.environment, ports_.desktops, desktop};
        Proposals proposals{{}, find_first_import(places, current_, running)};
        for (const Result<ImportSource>& source : sources) {
          proposals.of_places.push_back(source ? propose_import(*source, current_, running)
                                               : tl::unexpected(source.error()));
        }
        return proposals;
      },
      [this](Proposals proposals) {
        proposed_ = std::move(proposals.of_places);
        choose(std::move(proposals.first));
        show();
      });
}

void ImportDialog::choose(Result<ProxyImport> first) {
  const auto place =
      first ? std::ranges::find_if(
                  proposed_, [&](const Result<ProxyImport>& each) { return each && each->source == first->source; })
            : std::ranges::find_if(proposed_, [](const Result<ProxyImport>& each) { return each.has_value(); });
  if (place == proposed_.end()) return;
  source_->SetSelection(static_cast<int>(place - proposed_.begin()));
  if (first) *place = std::move(first);
}

void ImportDialog::show() {
  list_->DeleteAllItems();
  fill_->Disable();
  if (proposed_.empty()) {
    note_->show(Note::Kind::kHelp, from_wx(_(L"Looking…")));
  } else {
    const ImportTable table = make_import_table(proposed_.at(static_cast<std::size_t>(source_->GetSelection())));
    for (const ImportTable::Row& row : table.rows) {
      wxVector<wxVariant> cells;
      for (const std::string* cell : {&row.setting, &row.now, &row.then}) cells.push_back(to_wx(*cell));
      list_->AppendItem(cells);
    }
    fill_->Enable(!table.rows.empty());
    note_->show(table.warns ? Note::Kind::kWarning : Note::Kind::kHelp, table.note);
  }
  Fit();
  Layout();
}

std::optional<ProxyImport> ImportDialog::take() {
  if (proposed_.empty()) return std::nullopt;
  Result<ProxyImport>& chosen = proposed_.at(static_cast<std::size_t>(source_->GetSelection()));
  if (!chosen) return std::nullopt;
  return std::move(*chosen);
}

}  // namespace sallyport
