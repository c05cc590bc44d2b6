#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/environment.hpp"

namespace sallyport {

/// Where the programs of a system keep their configuration: absolute folders, empty where there is none.
struct ConfigurationPlaces {
  std::string home;     ///< `~`
  std::string config;   ///< of what follows the XDG Base Directory Specification, as git does everywhere
  std::string zsh;      ///< the start files of zsh
  std::string apps;     ///< a folder for each app
  std::string machine;  ///< for every user: `/etc`; empty where sessions, shells and packages are set up otherwise
  std::vector<std::string> curl;  ///< files
  std::vector<std::string> pip;   ///< files
  char separator = '/';

  /// `name` has `/` between its parts. Empty when there is no such folder.
  [[nodiscard]] std::string below(const std::string& folder, std::string_view name) const;
  [[nodiscard]] bool is_absolute(std::string_view path) const;
  /// `~/.npmrc`: with `/` on every system, so that no shell takes a separator for something else.
  [[nodiscard]] std::string shown(const std::string& path) const;
  /// As this system writes it.
  [[nodiscard]] std::string native(std::string path) const;
};

/// By the variables that programs look at: HOME, XDG_CONFIG_HOME and ZDOTDIR, each of which counts when it is absolute.
[[nodiscard]] ConfigurationPlaces linux_configuration_places(const Environment& environment);
/// The same, and apps in `~/Library/Application Support`.
[[nodiscard]] ConfigurationPlaces mac_configuration_places(const Environment& environment);
/// `home`: `C:\Users\NAME`; `apps`: `C:\Users\NAME\AppData\Roaming`. Either may be empty.
[[nodiscard]] ConfigurationPlaces windows_configuration_places(const std::string& home, const std::string& apps);

}  // namespace sallyport
