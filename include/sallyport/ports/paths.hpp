#pragma once

#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// Where things are on this OS for this user. Absolute paths; nothing is created but by runtime_directory.
class Paths {
 public:
  virtual ~Paths() = default;

  /// `$XDG_CONFIG_HOME/sallyport/settings.toml`, `%APPDATA%\Sallyport\settings.toml`, …
  [[nodiscard]] virtual std::string settings_file() const = 0;
  /// Window size and page, and other state that is nobody's setting.
  [[nodiscard]] virtual std::string state_directory() const = 0;
  /// Where control sockets live; made 0700 when missing. kIo when it is a link, not ours, or open to others.
  [[nodiscard]] virtual Result<std::string> runtime_directory() const = 0;
  /// The installed or built `sallyport` that menu entries name, and the window's program beside it.
  [[nodiscard]] virtual Result<std::string> launcher_program() const = 0;
  [[nodiscard]] virtual Result<std::string> settings_program() const = 0;
};

}  // namespace sallyport
