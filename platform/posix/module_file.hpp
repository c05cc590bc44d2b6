#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// Where the module `file` may be: `../lib/sallyport` beside the running program, and the system's library folder as it
/// was installed.
[[nodiscard]] std::vector<std::string> module_paths(std::string_view file);

/// A part of Sallyport that is loaded late: the first of some paths that exists.
struct ModuleFile {
  std::string path;
  std::string_view what;  ///< begins the sentence of an error: `Sallyport's link to the desktop`
  ErrorCode code;         ///< of every error

  ModuleFile(std::vector<std::string> paths, std::string_view what, ErrorCode code);

  /// Loads the file, for good, and finds what it exports as `symbol`.
  [[nodiscard]] Result<void*> load(const char* symbol) const;
  /// For a module whose version is not this program's.
  [[nodiscard]] tl::unexpected<Error> of_another_version() const;
};

}  // namespace sallyport
