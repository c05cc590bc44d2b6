#include "sallyport/core/configuration_places.hpp"

#include <algorithm>
#include <initializer_list>

namespace sallyport {
namespace {

std::string absolute(const Environment& environment, std::string_view name, const std::string& otherwise) {
  const std::string* value = environment.find(name);
  return value != nullptr && value->starts_with('/') ? *value : otherwise;
}

std::vector<std::string> without_empty(std::initializer_list<std::string> files) {
  std::vector<std::string> kept(files);
  std::erase(kept, "");
  return kept;
}

bool names_drive(std::string_view path) {
  return path.size() > 2 && path[1] == ':' && (path[2] == '\\' || path[2] == '/');
}

}  // namespace

std::string ConfigurationPlaces::below(const std::string& folder, std::string_view name) const {
  return folder.empty() ? std::string() : folder + separator + native(std::string(name));
}

bool ConfigurationPlaces::is_absolute(std::string_view path) const {
  return path.starts_with('/') || (separator == '\\' && (path.starts_with('\\') || names_drive(path)));
}

std::string ConfigurationPlaces::shown(const std::string& path) const {
  if (home.empty() || !path.starts_with(home + separator)) return path;
  std::string text = "~" + path.substr(home.size());
  std::replace(text.begin(), text.end(), separator, '/');
  return text;
}

std::string ConfigurationPlaces::native(std::string path) const {
  if (separator != '/') std::replace(path.begin(), path.end(), '/', separator);
  return path;
}

ConfigurationPlaces linux_configuration_places(const Environment& environment) {
  ConfigurationPlaces places;
  places.home = absolute(environment, "HOME", "");
  places.config = absolute(environment, "XDG_CONFIG_HOME", places.below(places.home, ".config"));
  places.zsh = absolute(environment, "ZDOTDIR", places.home);
  places.apps = places.config;
  places.machine = "/etc";
  places.curl = without_empty({places.below(places.home, ".curlrc"), places.below(places.config, "curlrc")});
  places.pip = without_empty(
      {places.below(places.config, "pip/pip.conf"), places.below(places.home, ".pip/pip.conf"), "/etc/pip.conf"});
  return places;
}

// pip.pypa.io/en/stable/topics/configuration, code.visualstudio.com/docs/configure/settings
ConfigurationPlaces mac_configuration_places(const Environment& environment) {
  ConfigurationPlaces places = linux_configuration_places(environment);
  places.apps = places.below(places.home, "Library/Application Support");
  places.pip.insert(places.pip.begin(), "/Library/Application Support/pip/pip.conf");
  if (!places.apps.empty()) places.pip.insert(places.pip.begin(), places.below(places.apps, "pip/pip.conf"));
  return places;
}

// Besides these: everything.curl.dev/cmdline/configfile. The shells that look into the home come with Git.
ConfigurationPlaces windows_configuration_places(const std::string& home, const std::string& apps) {
  ConfigurationPlaces places;
  places.separator = '\\';
  places.home = home;
  places.config = places.below(home, ".config");
  places.zsh = home;
  places.apps = apps;
  places.curl = without_empty({places.below(home, ".curlrc"), places.below(home, "_curlrc"),
                               places.below(apps, ".curlrc"), places.below(apps, "_curlrc")});
  places.pip = without_empty({places.below(apps, "pip/pip.ini"), places.below(home, "pip/pip.ini")});
  return places;
}

}  // namespace sallyport
