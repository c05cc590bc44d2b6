#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/client.hpp"
#include "sallyport/core/environment.hpp"
#include "sallyport/core/program_paths.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// Looks at programs on disk.
class ProgramFinder {
 public:
  virtual ~ProgramFinder() = default;

  /// The absolute path that `command` runs: itself when it holds a separator (relative to `directory`, or to the
  /// current directory when that is empty), else the first executable of that name in PATH of `environment`. As
  /// execvp(3): a file that is found and not executable gives kCommandNotExecutable, none at all kCommandNotFound.
  [[nodiscard]] virtual Result<std::string> find(std::string_view command, const Environment& environment,
                                                 std::string_view directory) = 0;
  /// Where `program`, an absolute path, leads when every link is followed; itself when that cannot be told.
  [[nodiscard]] virtual std::string without_links(const std::string& program) = 0;
  /// How the paths of programs compare on this system.
  [[nodiscard]] virtual ProgramPaths paths() const = 0;
  /// kChromium when the files beside the program (or beside what its link or wrapper leads to) are those of Chromium or
  /// Electron; else kPlain. Never runs it.
  [[nodiscard]] virtual ClientKind recognise(const std::string& program) = 0;
};

}  // namespace sallyport
