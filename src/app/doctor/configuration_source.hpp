#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "app/doctor/found_setting.hpp"
#include "sallyport/core/configuration_places.hpp"
#include "sallyport/ports/configuration_files.hpp"

namespace sallyport {

/// A configuration file that may concern the proxy.
struct ConfigurationSource {
  enum class Kind {
    kShell,        ///< start file of sh, bash or zsh
    kFish,         ///< start file of fish
    kEnvironment,  ///< variables of a whole session
    kGit,
    kNpm,
    kCurl,
    kWget,
    kPip,
    kApt,
    kCode,  ///< VS Code and its relatives
    kDocker,
  };
  Kind kind = Kind::kShell;
  std::string path;
  std::string shown;             ///< with `~` for the home: in ids and sentences
  std::string_view reader = {};  ///< the program that reads it; empty: every program that is given the variables
  std::string included_by = {};  ///< the file that names it, as it is shown; empty: read by itself
  std::size_t depth = 0;         ///< files that lead to it
};

/// Whether it sets the variables of other programs.
[[nodiscard]] bool sets_variables(ConfigurationSource::Kind kind);

/// Every file that a diagnosis looks at, whether it exists or not; what stands in folders is asked for.
[[nodiscard]] std::vector<ConfigurationSource> configuration_sources(const ConfigurationPlaces& places,
                                                                     ConfigurationFiles& files);

/// Those that a file whose text it is includes, as git does it: a path is relative to the file's folder, `~/` is the
/// home, and what lies too deep is left out. Conditions count as met.
[[nodiscard]] std::vector<ConfigurationSource> included_sources(const ConfigurationSource& source,
                                                                std::string_view text,
                                                                const ConfigurationPlaces& places);

[[nodiscard]] FoundSettings read_settings_of(ConfigurationSource::Kind kind, std::string_view text);

}  // namespace sallyport
