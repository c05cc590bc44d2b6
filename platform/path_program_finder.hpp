#pragma once

#include "sallyport/ports/program_finder.hpp"

namespace sallyport {

/// Looks programs up in PATH and recognises Chromium and Electron by the files that they are shipped with.
///
/// On Windows names take the endings of PATHEXT where they have none of them
/// (learn.microsoft.com/en-us/windows-server/administration/windows-commands/path), a file is executable when PATHEXT
/// has its ending, and the current directory, where anyone may have put a program of a known name, is never looked at.
/// The files may be beside the program or in the folder of a version (`app-1.2.3`, `126.0.6478.127`) below it.
class PathProgramFinder final : public ProgramFinder {
 public:
  /// `installation_root` stands in front of /usr/lib, /usr/share and /opt, where the files of a wrapper script are;
  /// Windows has none of these.
  explicit PathProgramFinder(std::string installation_root = {}) : installation_root_(std::move(installation_root)) {}

  [[nodiscard]] Result<std::string> find(std::string_view command, const Environment& environment,
                                         std::string_view directory) override;
  [[nodiscard]] std::string without_links(const std::string& program) override;
  [[nodiscard]] ProgramPaths paths() const override;
  [[nodiscard]] ClientKind recognise(const std::string& program) override;

 private:
  std::string installation_root_;
};

}  // namespace sallyport
