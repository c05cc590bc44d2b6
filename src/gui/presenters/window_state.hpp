#pragma once

#include <set>
#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// What the window remembers that is nobody's setting: `window` in Paths::state_directory, one `key value` to a line.
struct WindowState {
  int width = 0;  ///< device-independent pixels; 0: the window's own choice
  int height = 0;
  bool maximised = false;
  std::string page = "proxy";    ///< `proxy`, `apps`, `activity` or `diagnostics`
  std::set<std::string> warned;  ///< ids of clients whose user was told once that a restart may lose unsaved work
  bool operator==(const WindowState&) const = default;

  /// Lines that cannot be read are skipped.
  [[nodiscard]] static WindowState parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  /// The defaults when there is no file yet or it cannot be read.
  [[nodiscard]] static WindowState load(const std::string& directory);
  /// Creates the directory when it is missing.
  [[nodiscard]] Result<void> save(const std::string& directory) const;
};

}  // namespace sallyport
