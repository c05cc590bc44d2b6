#pragma once

#include "sallyport/ports/program_finder.hpp"

namespace sallyport {

/// Looks programs up in PATH, with the endings of PATHEXT where a name has none of them
/// (learn.microsoft.com/en-us/windows-server/administration/windows-commands/path), but never in the current directory,
/// where anyone may have put a program of a known name. A file is executable when PATHEXT has its ending. Recognises
/// Chromium and Electron by the files that they are shipped with, beside the program or in the folder of a version
/// (`app-1.2.3`, `126.0.6478.127`) below it.
class PathProgramFinder final : public ProgramFinder {
 public:
  [[nodiscard]] Result<std::string> find(std::string_view command, const Environment& environment,
                                         std::string_view directory) override;
  [[nodiscard]] std::string without_links(const std::string& program) override;
  [[nodiscard]] ClientKind recognise(const std::string& program) override;
};

}  // namespace sallyport
