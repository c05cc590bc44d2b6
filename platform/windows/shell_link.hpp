#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"

namespace sallyport {

inline constexpr std::string_view kShellLinkEnding = ".lnk";

/// A link of Windows' shell, as it stands in a `.lnk` file (IShellLinkW:
/// learn.microsoft.com/en-us/windows/win32/api/shobjidl_core/nn-shobjidl_core-ishelllinkw).
struct ShellLink {
  std::string target = {};       ///< absolute; empty when it leads to no file
  std::string arguments = {};    ///< as its command line has them
  std::string directory = {};    ///< that it starts in; may name variables (`%USERPROFILE%`)
  std::string description = {};  ///< shown when the pointer rests on it; at most 1023 UTF-16 units
  std::string icon = {};         ///< a file and the number of the icon in it, `C:\app.exe,0`; empty: the target's first
  int hotkey = 0;
  int show_command = 1;     ///< SW_SHOWNORMAL, or minimised or maximised
  std::string app_id = {};  ///< AppUserModelID; written, never read
  bool operator==(const ShellLink&) const = default;
};

/// Any thread; loads the shell, which takes some 10 ms the first time. kInvalidValue when it is no link, kIo, kFailed.
[[nodiscard]] Result<ShellLink> read_shell_link(const std::string& path);

/// The content of its file. kInvalidValue, kFailed.
[[nodiscard]] Result<ShellLink> parse_shell_link(std::string_view content);
[[nodiscard]] Result<std::string> render_shell_link(const ShellLink& link);

}  // namespace sallyport
