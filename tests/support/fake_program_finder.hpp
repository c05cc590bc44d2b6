#pragma once

#include <map>
#include <string>

#include "sallyport/ports/program_finder.hpp"

namespace sallyport {

/// Programs that exist by name, each of a kind; all else is not found.
class FakeProgramFinder : public ProgramFinder {
 public:
  std::map<std::string, ClientKind, std::less<>> programs;
  std::map<std::string, std::string> links;  ///< from path to path

  [[nodiscard]] Result<std::string> find(std::string_view command, const Environment& /*environment*/,
                                         std::string_view /*directory*/) override {
    if (programs.contains(command)) return "/bin/" + std::string(command);
    return failure(ErrorCode::kCommandNotFound, "There is no program " + std::string(command) + ".");
  }

  [[nodiscard]] std::string without_links(const std::string& program) override {
    const auto link = links.find(program);
    return link == links.end() ? program : link->second;
  }

  [[nodiscard]] ProgramPaths paths() const override { return ProgramPaths::kExact; }

  [[nodiscard]] ClientKind recognise(const std::string& program) override {
    const auto found = programs.find(program.substr(program.rfind('/') + 1));
    return found == programs.end() ? ClientKind::kPlain : found->second;
  }
};

}  // namespace sallyport
