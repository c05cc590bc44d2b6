#pragma once

#include <string>
#include <vector>

namespace sallyport {

/// What the field codes of an Exec line stand for, besides what the user opens.
struct ExecFields {
  std::string name;  ///< `%c`, localised
  std::string icon;  ///< `%i`; may be empty
  std::string path;  ///< `%k`, of the entry's file
};

/// The arguments of an Exec line (parse_exec_line) as a client's command and arguments: the first of `%f %F %u %U`
/// becomes kFilesArgument, `%i` becomes `--icon ICON` or nothing, `%c`, `%k` and `%%` are put in where they stand, the
/// deprecated and unknown codes vanish. An argument with a files code inside (`--open=%u`), which a client's arguments
/// cannot say, is left out.
///
/// | Exec arguments              | client                        |
/// |-----------------------------|-------------------------------|
/// | `code --new-window %F`      | `code --new-window {files}`   |
/// | `app %i -caption %c 100%%`  | `app --icon ICON -caption NAME 100%` |
/// | `app --open=%u`             | `app`                         |
[[nodiscard]] std::vector<std::string> expand_exec_codes(const std::vector<std::string>& arguments,
                                                         const ExecFields& fields);

}  // namespace sallyport
