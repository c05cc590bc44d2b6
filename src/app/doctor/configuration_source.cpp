#include "app/doctor/configuration_source.hpp"

#include <array>
#include <utility>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/shell_file.hpp"

namespace sallyport {
namespace {

using Kind = ConfigurationSource::Kind;

/// What is looked at, in its order.
class Sources {
 public:
  explicit Sources(const ConfigurationPlaces& places) : places_(places) {}

  void in_home(Kind kind, std::string_view name, std::string_view reader = {}) {
    at(kind, places_.below(places_.home, name), reader);
  }
  void in_config(Kind kind, std::string_view name, std::string_view reader = {}) {
    at(kind, places_.below(places_.config, name), reader);
  }
  void in_apps(Kind kind, std::string_view name, std::string_view reader) {
    at(kind, places_.below(places_.apps, name), reader);
  }
  void of_zsh(std::string_view name) { at(Kind::kShell, places_.below(places_.zsh, name)); }
  void of_machine(Kind kind, std::string_view name, std::string_view reader = {}) {
    at(kind, places_.below(places_.machine, name), reader);
  }
  /// Nothing when `path` is empty.
  void at(Kind kind, std::string path, std::string_view reader = {}) {
    if (path.empty()) return;
    std::string shown = places_.shown(path);
    sources_.push_back({.kind = kind, .path = std::move(path), .shown = std::move(shown), .reader = reader});
  }
  void all(Kind kind, std::vector<std::string> paths, std::string_view reader = {}) {
    for (std::string& path : paths) at(kind, std::move(path), reader);
  }
  [[nodiscard]] std::vector<ConfigurationSource> take() { return std::move(sources_); }

 private:
  const ConfigurationPlaces& places_;
  std::vector<ConfigurationSource> sources_;
};

void add_shells(Sources& sources, const ConfigurationPlaces& places, ConfigurationFiles& files) {
  for (const char* name : {".profile", ".bash_profile", ".bash_login", ".bashrc", ".xprofile"}) {
    sources.in_home(Kind::kShell, name);
  }
  for (const char* name : {".zshenv", ".zprofile", ".zshrc", ".zlogin"}) sources.of_zsh(name);
  if (places.machine.empty()) return;
  sources.in_config(Kind::kFish, "fish/config.fish");
  if (!places.config.empty()) {
    sources.all(Kind::kFish, files.list(places.below(places.config, "fish/conf.d"), ".fish"));
    sources.all(Kind::kEnvironment, files.list(places.below(places.config, "environment.d"), ".conf"));
  }
  sources.of_machine(Kind::kShell, "profile");
  sources.all(Kind::kShell, files.list(places.below(places.machine, "profile.d"), ".sh"));
  sources.of_machine(Kind::kShell, "bash.bashrc");
  sources.in_home(Kind::kEnvironment, ".pam_environment");
  sources.of_machine(Kind::kEnvironment, "environment");
}

void add_programs(Sources& sources, const ConfigurationPlaces& places, ConfigurationFiles& files) {
  sources.in_home(Kind::kGit, ".gitconfig", "git");
  sources.in_config(Kind::kGit, "git/config", "git");
  sources.of_machine(Kind::kGit, "gitconfig", "git");
  sources.in_home(Kind::kNpm, ".npmrc", "npm");
  sources.all(Kind::kCurl, places.curl, "curl");
  sources.in_home(Kind::kWget, ".wgetrc", "wget");
  sources.of_machine(Kind::kWget, "wgetrc", "wget");
  sources.all(Kind::kPip, places.pip, "pip");
  if (!places.machine.empty()) {
    sources.of_machine(Kind::kApt, "apt/apt.conf", "apt");
    sources.all(Kind::kApt, files.list(places.below(places.machine, "apt/apt.conf.d"), ""), "apt");
  }
  static constexpr std::array<std::pair<const char*, const char*>, 4> kEditors = {
      {{"Code", "VS Code"}, {"Code - Insiders", "VS Code"}, {"Code - OSS", "VS Code"}, {"VSCodium", "VSCodium"}}};
  for (const auto& [folder, reader] : kEditors) {
    sources.in_apps(Kind::kCode, std::string(folder) + "/User/settings.json", reader);
  }
  sources.in_home(Kind::kDocker, ".docker/config.json", "Docker");
}

}  // namespace

bool sets_variables(Kind kind) { return kind == Kind::kShell || kind == Kind::kFish || kind == Kind::kEnvironment; }

std::vector<ConfigurationSource> configuration_sources(const ConfigurationPlaces& places, ConfigurationFiles& files) {
  Sources sources(places);
  add_shells(sources, places, files);
  add_programs(sources, places, files);
  return sources.take();
}

std::vector<ConfigurationSource> included_sources(const ConfigurationSource& source, std::string_view text,
                                                  const ConfigurationPlaces& places) {
  constexpr std::size_t kDeepest = 10;  // git's own
  if (source.kind != Kind::kGit || source.depth == kDeepest) return {};
  const std::string folder = source.path.substr(0, source.path.rfind(places.separator) + 1);
  Sources included(places);
  for (const std::string& file : files_git_includes(text)) {
    if (file.starts_with("~/")) {
      included.in_home(source.kind, file.substr(2), source.reader);
    } else if (!file.starts_with('~') && !file.starts_with("%(")) {
      // Another user's home, and where git is installed, have no settings of this user.
      included.at(source.kind, places.native(places.is_absolute(file) ? file : folder + file), source.reader);
    }
  }
  std::vector<ConfigurationSource> sources = included.take();
  for (ConfigurationSource& each : sources) {
    each.included_by = source.shown;
    each.depth = source.depth + 1;
  }
  return sources;
}

FoundSettings read_settings_of(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::kShell:
      return read_shell_file(text);
    case Kind::kFish:
      return read_fish_file(text);
    case Kind::kEnvironment:
      return read_environment_file(text);
    case Kind::kGit:
      return read_git_file(text);
    case Kind::kNpm:
      return read_ini_file(text, IniDialect::kNpm);
    case Kind::kPip:
      return read_ini_file(text, IniDialect::kPip);
    case Kind::kCurl:
      return read_curl_file(text);
    case Kind::kWget:
      return read_wget_file(text);
    case Kind::kApt:
      return read_apt_file(text);
    case Kind::kCode:
    case Kind::kDocker:
      break;
  }
  return read_json_file(text);
}

}  // namespace sallyport
