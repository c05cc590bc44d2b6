#pragma once

#include "sallyport/ports/program_finder.hpp"

namespace sallyport {

/// Looks programs up in PATH and recognises Chromium and Electron by the files that they are shipped with.
class PathProgramFinder final : public ProgramFinder {
 public:
  /// `installation_root` stands in front of /usr/lib, /usr/share and /opt, where the files of a wrapper script are.
  explicit PathProgramFinder(std::string installation_root = {}) : installation_root_(std::move(installation_root)) {}

  [[nodiscard]] Result<std::string> find(std::string_view command, const Environment& environment,
                                         std::string_view directory) override;
  [[nodiscard]] std::string without_links(const std::string& program) override;
  [[nodiscard]] ClientKind recognise(const std::string& program) override;

 private:
  std::string installation_root_;
};

}  // namespace sallyport
