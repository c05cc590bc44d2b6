#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// What an app needs besides environment variables. kAuto is decided from the program's files when it is launched.
enum class ClientKind { kAuto, kPlain, kChromium, kJava, kNode };

/// Which processes the relay serves: all of the user's, or the client's own tree only.
enum class Admission { kUser, kTree };

/// A whole argument that what the user opens (files, URLs) replaces. Without it, what is opened goes last.
inline constexpr std::string_view kFilesArgument = "{files}";

/// An app that Sallyport launches.
struct Client {
  std::string id;                                              ///< `[a-z0-9][a-z0-9._-]{0,63}`, unique
  std::string name;                                            ///< what the menu shows
  std::string command;                                         ///< a path, or a name looked up in PATH
  std::vector<std::string> arguments;                          ///< literal, but for kFilesArgument
  std::string directory;                                       ///< absolute; empty: the launcher's own
  std::vector<std::pair<std::string, std::string>> variables;  ///< the client's own; they win over the plan
  ClientKind kind = ClientKind::kAuto;
  Admission admit = Admission::kUser;
  bool menu = false;       ///< has an entry in the OS menu
  std::string desktop_id;  ///< the desktop entry it was imported from, as `postman.desktop`; else empty
  bool operator==(const Client&) const = default;
};

[[nodiscard]] bool is_client_id(std::string_view text);

/// An id made from a name: ASCII letters and digits in lower case, all else a single `-`, at most 64 characters,
/// `client` when nothing is left; `-2`, `-3`, … appended while it is in `taken`.
/// `VS Code` gives `vs-code`, `Postman` beside a taken `postman` gives `postman-2`.
[[nodiscard]] std::string make_client_id(std::string_view name, std::span<const std::string> taken);

/// `arguments` with each kFilesArgument replaced by `opened`, or `opened` appended.
[[nodiscard]] std::vector<std::string> expand_arguments(const std::vector<std::string>& arguments,
                                                        const std::vector<std::string>& opened);

}  // namespace sallyport
