#pragma once

#include <string_view>

#include "app/doctor/found_setting.hpp"

namespace sallyport {

/// What a start file of sh, bash or zsh sets. Linear in the length of the text.
///
/// | text                                            | found                                                |
/// |-------------------------------------------------|------------------------------------------------------|
/// | `export http_proxy="http://p:1" no_proxy=a`     | both                                                 |
/// | `P=p:1; export http_proxy=http://$P`            | `http://p:1`, not plain                              |
/// | `export http_proxy=$(pick)`                     | not known                                            |
/// | `export http_proxy=$'http://p:1'`               | `http://p:1`, as bash and zsh read it                |
/// | `export http_proxy=${PROXY:-http://p:1}`        | `http://p:1`, unless the file set PROXY before       |
/// | `: ${http_proxy:=http://p:1}`                   | the same; not alone                                  |
/// | `curl -x ${http_proxy:-http://p:1} x`           | not in force                                         |
/// | `alias c='http_proxy=http://p:1 curl'`          | not in force                                         |
/// | `http_proxy=http://p:1 curl x`                  | not in force: of one command                         |
/// | `on() { export http_proxy=http://p:1; }`        | not in force: in a function; so in `( … )`           |
/// | `export http_proxy=x` and later `unset http_proxy` | not in force; so after `export -n http_proxy`     |
/// | `[ -f x ] && export http_proxy=http://p:1`      | in force, as what is in `if … fi` is; not alone      |
/// Text in quotes, comments and here-documents is no setting.
[[nodiscard]] FoundSettings read_shell_file(std::string_view text);

/// The same of fish: `set -gx http_proxy http://p:1`, `export http_proxy=http://p:1`, `alias c 'http_proxy=… curl'`.
/// What is not exported (`-x`) is not in force.
[[nodiscard]] FoundSettings read_fish_file(std::string_view text);

}  // namespace sallyport
