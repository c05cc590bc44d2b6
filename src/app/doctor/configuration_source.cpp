#include "app/doctor/configuration_source.hpp"

#include <array>
#include <utility>

#include "app/doctor/configuration_readers.hpp"
#include "app/doctor/shell_file.hpp"

namespace sallyport {
namespace {

using Kind = ConfigurationSource::Kind;

class Places {
 public:
  explicit Places(const Environment& environment) : home_(absolute(environment, "HOME", "")) {
    config_ = absolute(environment, "XDG_CONFIG_HOME", home_.empty() ? "" : home_ + "/.config");
    zsh_ = absolute(environment, "ZDOTDIR", home_);
  }

  void in_home(Kind kind, std::string_view name, std::string_view reader = {}) { below(home_, kind, name, reader); }
  void in_config(Kind kind, std::string_view name, std::string_view reader = {}) { below(config_, kind, name, reader); }
  void of_zsh(std::string_view name) { below(zsh_, Kind::kShell, name, {}); }
  void at(Kind kind, std::string path, std::string_view reader = {}) {
    std::string shown = path;
    if (!home_.empty() && path.starts_with(home_ + "/")) shown.replace(0, home_.size(), "~");
    sources_.push_back({.kind = kind, .path = std::move(path), .shown = std::move(shown), .reader = reader});
  }
  [[nodiscard]] const std::string& config() const { return config_; }
  [[nodiscard]] std::vector<ConfigurationSource> take() { return std::move(sources_); }

 private:
  static std::string absolute(const Environment& environment, std::string_view name, std::string_view otherwise) {
    const std::string* value = environment.find(name);
    return value != nullptr && value->starts_with('/') ? *value : std::string(otherwise);
  }

  void below(const std::string& folder, Kind kind, std::string_view name, std::string_view reader) {
    if (!folder.empty()) at(kind, folder + "/" + std::string(name), reader);
  }

  std::string home_;
  std::string config_;
  std::string zsh_;
  std::vector<ConfigurationSource> sources_;
};

}  // namespace

bool sets_variables(Kind kind) { return kind == Kind::kShell || kind == Kind::kFish || kind == Kind::kEnvironment; }

std::vector<ConfigurationSource> configuration_sources(const Environment& environment, ConfigurationFiles& files) {
  Places places(environment);
  const auto all_in = [&](Kind kind, const std::string& folder, std::string_view suffix, std::string_view reader) {
    for (std::string& path : files.list(folder, suffix)) places.at(kind, std::move(path), reader);
  };
  for (const char* name : {".profile", ".bash_profile", ".bash_login", ".bashrc", ".xprofile"}) {
    places.in_home(Kind::kShell, name);
  }
  for (const char* name : {".zshenv", ".zprofile", ".zshrc", ".zlogin"}) places.of_zsh(name);
  places.in_config(Kind::kFish, "fish/config.fish");
  if (!places.config().empty()) {
    all_in(Kind::kFish, places.config() + "/fish/conf.d", ".fish", {});
    all_in(Kind::kEnvironment, places.config() + "/environment.d", ".conf", {});
  }
  places.at(Kind::kShell, "/etc/profile");
  all_in(Kind::kShell, "/etc/profile.d", ".sh", {});
  places.at(Kind::kShell, "/etc/bash.bashrc");
  places.in_home(Kind::kEnvironment, ".pam_environment");
  places.at(Kind::kEnvironment, "/etc/environment");

  places.in_home(Kind::kGit, ".gitconfig", "git");
  places.in_config(Kind::kGit, "git/config", "git");
  places.at(Kind::kGit, "/etc/gitconfig", "git");
  places.in_home(Kind::kNpm, ".npmrc", "npm");
  places.in_home(Kind::kCurl, ".curlrc", "curl");
  places.in_config(Kind::kCurl, "curlrc", "curl");
  places.in_home(Kind::kWget, ".wgetrc", "wget");
  places.at(Kind::kWget, "/etc/wgetrc", "wget");
  places.in_config(Kind::kPip, "pip/pip.conf", "pip");
  places.in_home(Kind::kPip, ".pip/pip.conf", "pip");
  places.at(Kind::kPip, "/etc/pip.conf", "pip");
  places.at(Kind::kApt, "/etc/apt/apt.conf", "apt");
  all_in(Kind::kApt, "/etc/apt/apt.conf.d", "", "apt");
  static constexpr std::array<std::pair<const char*, const char*>, 4> kEditors = {
      {{"Code", "VS Code"}, {"Code - Insiders", "VS Code"}, {"Code - OSS", "VS Code"}, {"VSCodium", "VSCodium"}}};
  for (const auto& [folder, reader] : kEditors) {
    places.in_config(Kind::kCode, std::string(folder) + "/User/settings.json", reader);
  }
  places.in_home(Kind::kDocker, ".docker/config.json", "Docker");
  return places.take();
}

std::vector<ConfigurationSource> included_sources(const ConfigurationSource& source, std::string_view text,
                                                  const Environment& environment) {
  constexpr std::size_t kDeepest = 10;  // git's own
  if (source.kind != Kind::kGit || source.depth == kDeepest) return {};
  const std::string folder = source.path.substr(0, source.path.rfind('/') + 1);
  Places places(environment);
  for (const std::string& file : files_git_includes(text)) {
    if (file.starts_with("~/")) {
      places.in_home(source.kind, file.substr(2), source.reader);
    } else if (!file.starts_with('~') && !file.starts_with("%(")) {
      // Another user's home, and where git is installed, have no settings of this user.
      places.at(source.kind, file.starts_with('/') ? file : folder + file, source.reader);
    }
  }
  std::vector<ConfigurationSource> sources = places.take();
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
