#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/ports/paths.hpp"

namespace sallyport {

/// Places by Apple's "File System Programming Guide" (macOS Standard Directories): settings in
/// `~/Library/Application Support/Sallyport`, state in `~/Library/Caches/Sallyport`, control sockets in the user's own
/// temporary directory, and clients' apps in `~/Applications/Sallyport`. Asks the system for nothing itself: POSIX.
class MacPaths final : public Paths {
 public:
  /// Where this user's and this program's things are, absolute.
  struct Surroundings {
    std::string home;       ///< `~`
    std::string temporary;  ///< confstr(3), _CS_DARWIN_USER_TEMP_DIR: 0700, the user's own, not on another volume
    std::string program;    ///< the running executable
  };

  /// `settings_file` overrides the default place when it is not empty (`--settings FILE`) and is made absolute.
  explicit MacPaths(Surroundings surroundings, const std::string& settings_file = {});

  [[nodiscard]] std::string settings_file() const override;
  [[nodiscard]] std::string state_directory() const override;
  [[nodiscard]] Result<std::string> runtime_directory() const override;
  [[nodiscard]] Result<std::string> launcher_program() const override;
  [[nodiscard]] Result<std::string> settings_program() const override;
  /// What runs `sallyport` over this settings file: the program and, for another file than the user's own, its option.
  [[nodiscard]] std::vector<std::string> launcher_command() const;
  /// Where the clients' apps are.
  [[nodiscard]] std::string applications() const;

 private:
  Surroundings around_;
  std::string settings_file_;
};

/// Whether macOS runs a program from a place of its own making, which is gone after the next start of the machine: it
/// does so with an app that was downloaded and not moved since (`…/AppTranslocation/…`).
[[nodiscard]] bool is_translocated(std::string_view program);

}  // namespace sallyport
