#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/environment.hpp"
#include "sallyport/ports/paths.hpp"

namespace sallyport {

/// Places by Windows' known folders (learn.microsoft.com/en-us/windows/win32/shell/knownfolderid): settings in
/// `%APPDATA%\Sallyport`, state in `%LOCALAPPDATA%\Sallyport`. A variable that is no absolute path is ignored, and the
/// folder that Windows names is taken.
class KnownPaths final : public Paths {
 public:
  /// `environment` is the process's own; `settings_file` overrides the default place when it is not empty
  /// (`--settings FILE`) and is made absolute.
  explicit KnownPaths(Environment environment, const std::string& settings_file = {});

  [[nodiscard]] std::string settings_file() const override;
  [[nodiscard]] std::string state_directory() const override;
  /// `%LOCALAPPDATA%\Sallyport\run`; control channels are named pipes, which need no folder.
  [[nodiscard]] Result<std::string> runtime_directory() const override;
  [[nodiscard]] Result<std::string> launcher_program() const override;
  /// What a menu entry runs over this settings file: `sallyportw.exe` and, for another file than the user's own, the
  /// option that names it.
  [[nodiscard]] std::vector<std::string> menu_command() const;
  [[nodiscard]] Result<std::string> settings_program() const override;

 private:
  Environment environment_;
  std::string settings_file_;
};

}  // namespace sallyport
