#pragma once

#include <string>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/paths.hpp"

namespace sallyport {

/// Places by the XDG Base Directory Specification 0.8; a relative path in one of its variables is ignored, as it says.
class XdgPaths final : public Paths {
 public:
  /// `environment` is the process's own; `settings_file` overrides the default place when it is not empty
  /// (`--settings FILE`) and is made absolute.
  explicit XdgPaths(Environment environment, const std::string& settings_file = {});

  [[nodiscard]] std::string settings_file() const override;
  [[nodiscard]] std::string state_directory() const override;
  [[nodiscard]] Result<std::string> runtime_directory() const override;
  [[nodiscard]] Result<std::string> launcher_program() const override;
  /// What runs `sallyport` over this settings file: the program and, for another file than the user's own, its option.
  [[nodiscard]] std::vector<std::string> launcher_command() const;
  [[nodiscard]] Result<std::string> settings_program() const override;
  /// `$XDG_DATA_HOME`, and `$XDG_DATA_DIRS` in order of preference: where applications, icons and file types are.
  [[nodiscard]] std::string data_home() const;
  [[nodiscard]] std::vector<std::string> data_directories() const;

 private:
  [[nodiscard]] std::string directory(std::string_view variable, std::string_view below_home) const;

  Environment environment_;
  std::string settings_file_;
};

}  // namespace sallyport
