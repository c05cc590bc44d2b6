#include <wx/app.h>
#include <wx/cmdline.h>
#include <wx/image.h>
#include <wx/intl.h>
#include <wx/translation.h>
#include <wx/utils.h>
#include <wx/weakref.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "app/start_notice.hpp"
#include "platform/authority_bundle_files.hpp"
#include "platform/common/channel_supervisors.hpp"
#include "platform/disk_configuration_files.hpp"
#include "platform/file_settings_storage.hpp"
#include "platform/memory_privacy.hpp"
#include "platform/native_adapters.hpp"
#include "platform/own_process.hpp"
#include "platform/path_program_finder.hpp"
#include "platform/rejected_credential_files.hpp"
#include "platform/single_window.hpp"
#include "relay/connection_check.hpp"
#include "window/settings_frame.hpp"
#include "window/text.hpp"

namespace sallyport {
namespace {

/// Whether the messages are to stay as they are written: the search for catalogues takes as long as making a page.
bool reads_english() {
  for (const char* name : {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"})
    if (wxString value; wxGetEnv(name, &value) && !value.empty())
      return value == "C" || value.StartsWith("C.") || value == "POSIX" || value.StartsWith("en");
  return true;
}

/// Checks with a module of its own for each: it belongs to one thread, and a check that was stopped may still be
/// waiting when the next one begins.
class WindowCheck final : public ConnectionChecker {
 public:
  WindowCheck(SystemProxy& system_proxy, CredentialStore& credentials, RejectedCredentials& rejected)
      : system_proxy_(system_proxy), credentials_(credentials), rejected_(rejected) {}

  CheckReport check(const CheckRequest& request, const Observer& observer, const std::stop_token& stop) override {
    const auto tls = make_tls();
    return relay::ConnectionCheck({system_proxy_, tls->tls(), tls->digest_hash(), credentials_, rejected_})
        .check(request, observer, stop);
  }

 private:
  SystemProxy& system_proxy_;
  CredentialStore& credentials_;
  RejectedCredentials& rejected_;
};

/// The adapters of this program.
class Composition {
 public:
  explicit Composition(const std::string& settings_file)
      : environment_(OwnProcess().environment()),
        paths_(make_paths(environment_, settings_file)),
        storage_(paths_->settings_file()),
        desktop_(make_linked_desktop(environment_)),
        menu_(make_menu_entries(environment_, settings_file)),
        supervisors_(*paths_),
        save_(storage_, desktop_->credential_store(), *menu_),
        rejected_(*paths_),
        unsaved_(desktop_->credential_store(), rejected_),
        bundles_(*paths_, system_roots_file),
        check_(desktop_->system_proxy(), unsaved_, unsaved_),
        saved_check_(desktop_->system_proxy(), desktop_->credential_store(), rejected_),
        files_(configuration_places(environment_)),
        doctor_({storage_, desktop_->credential_store(), desktop_->system_proxy(), programs_, *running_apps_,
                 supervisors_, *menu_, saved_check_, files_, desktop_->session()},
                environment_) {}

  [[nodiscard]] WindowPorts ports() {
    return {storage_,
            desktop_->credential_store(),
            desktop_->system_proxy(),
            desktop_->installed_apps(),
            supervisors_,
            *running_apps_,
            programs_,
            *paths_,
            save_,
            bundles_,
            unsaved_,
            check_,
            doctor_,
            desktops_with_proxies(),
            [this](const std::string& desktop) {
              Environment of_desktop = environment_;
              of_desktop.set("XDG_CURRENT_DESKTOP", desktop);
              return make_system_proxy(of_desktop);
            },
            environment_};
  }

 private:
  Environment environment_;
  std::unique_ptr<Paths> paths_;
  FileSettingsStorage storage_;
  std::unique_ptr<DesktopAdapters> desktop_;
  std::unique_ptr<MenuEntries> menu_;
  ChannelSupervisors supervisors_;
  std::unique_ptr<RunningApps> running_apps_ = make_running_apps();
  PathProgramFinder programs_;
  SaveSettings save_;
  RejectedCredentialFiles rejected_;
  UnsavedCredentials unsaved_;
  AuthorityBundleFiles bundles_;
  WindowCheck check_;
  WindowCheck saved_check_;  ///< the doctor's
  DiskConfigurationFiles files_;
  Doctor doctor_;
};

/// What the desktop gave this program to bring a window to the front with. The toolkit takes it away when it starts.
std::string activation_token() {
  const Environment environment = OwnProcess().environment();
  for (const std::string_view name : kActivationTokens)
    if (const std::string* value = environment.find(name); value != nullptr && !value->empty()) return *value;
  return {};
}

/// What there is one window of: a settings file on a display.
std::string purpose_of_window(const std::string& settings_file) {
  std::error_code ignored;
  const std::u8string path(settings_file.begin(), settings_file.end());
  const std::u8string file = std::filesystem::weakly_canonical(path, ignored).u8string();
  std::string purpose(file.begin(), file.end());
  for (const char* name : {"WAYLAND_DISPLAY", "DISPLAY"})
    if (wxString value; wxGetEnv(name, &value)) purpose += "\n" + from_wx(value);
  return purpose;
}

}  // namespace

class SettingsApp : public wxApp {
 public:
  SettingsApp() { hide_memory(); }

  bool Initialize(int& count, wxChar** words) override {
    // Answered without a display.
    for (int i = 1; i < count; ++i) {
      if (std::wstring_view(words[i]) == L"--version") {
        std::puts("sallyport-settings " SALLYPORT_VERSION);
        std::exit(EXIT_SUCCESS);
      }
    }
    return wxApp::Initialize(count, words);
  }

  bool OnInit() override {
    if (!wxApp::OnInit()) return false;
    composition_.emplace(options_.settings_file);
    if (is_open_already()) return true;
    SetAppName("sallyport");
    SetAppDisplayName(_("Sallyport Settings"));
    wxTranslations::Set(new wxTranslations);
    if (!reads_english()) {
      wxTranslations::Get()->AddStdCatalog();
      wxTranslations::Get()->AddCatalog("sallyport");
    }
    wxImage::AddHandler(new wxPNGHandler);
    wxImage::AddHandler(new wxXPMHandler);
    frame_ = new SettingsFrame(composition_->ports(), options_);
    frame_->Show();
    if (only_) only_->listen([this](SingleWindow::Call call) { called(std::move(call)); });
    return true;
  }

  int OnRun() override { return frame_ == nullptr ? 0 : wxApp::OnRun(); }

  int OnExit() override {
    only_.reset();
    return wxApp::OnExit();
  }

  void OnInitCmdLine(wxCmdLineParser& parser) override {
    parser.SetSwitchChars("-");
    parser.AddSwitch("h", "help", _("Show this help"), wxCMD_LINE_OPTION_HELP);
    parser.AddLongSwitch("version", _("Show the version"));
    parser.AddLongOption("settings", _("Use this settings file"));
    parser.AddLongOption("page", _("Open at this page: proxy, apps, activity or diagnostics"));
    parser.AddLongOption("focus", _("Go to this field, such as custom_proxy.password"));
    parser.AddLongOption("message", _("Show this sentence at the top"));
  }

  bool OnCmdLineParsed(wxCmdLineParser& parser) override {
    const auto option = [&parser](const char* name) {
      wxString value;
      parser.Found(name, &value);
      return from_wx(value);
    };
    options_ = {.page = option("page"),
                .focus = option("focus"),
                .message = option("message"),
                .settings_file = option("settings")};
    return true;
  }

 private:
  bool is_open_already() {
    const Paths& paths = composition_->ports().paths;
    const Result<std::string> directory = paths.runtime_directory();
    if (!directory) return false;
    only_ = make_single_window(*directory, purpose_of_window(paths.settings_file()));
    return only_->hand_over({options_.page, options_.focus, options_.message, token_});
  }

  /// On the listener's thread.
  void called(SingleWindow::Call call) {
    CallAfter([this, call = std::move(call)] {
      // Who calls a window that is closing waits for this program's end, and opens one then.
      if (!frame_ || frame_->IsBeingDeleted() || call.words.size() != 4) return;
      call.take();
      frame_->open_again({.page = call.words[0],
                          .focus = call.words[1],
                          .message = call.words[2],
                          .settings_file = options_.settings_file},
                         call.words[3]);
    });
  }

  std::string token_ = activation_token();
  WindowOptions options_;
  std::optional<Composition> composition_;
  std::unique_ptr<SingleWindow> only_;
  wxWeakRef<SettingsFrame> frame_;
};

}  // namespace sallyport

wxIMPLEMENT_APP(sallyport::SettingsApp);
