#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/secret.hpp"

namespace sallyport {

/// The formats of `env` and `script` that a shell or another program reads.
enum class ScriptFormat { kSh, kBat, kDotenv };

/// One word for a POSIX shell: unchanged when it is harmless, else in single quotes.
[[nodiscard]] std::string quote_sh(std::string_view word);
/// One argument for a command line in a bat file: CommandLineToArgvW quoting, `%` doubled, cmd's specials kept inert.
[[nodiscard]] std::string quote_bat(std::string_view word);

/// The changes as statements: `unset N; export N='V'` lines, `set "N=V"` lines (CRLF), or `N="V"` lines (dotenv: unset
/// names are left out). Real values where the plan knows the password. Refuses with kInvalidValue what the format
/// cannot carry (a newline in bat).
[[nodiscard]] Result<Secret> render_changes(const LaunchPlan& plan, ScriptFormat format);

/// A whole script that launches `command` with `arguments` as the plan would: `#!/bin/sh` with `exec`, or a bat file
/// with CRLF and `chcp 65001`. The former first removes the proxy variables in any spelling (`Http_Proxy`), whatever
/// the plan says of them; Windows' names have no case. `directory` may be empty. kDotenv is refused.
[[nodiscard]] Result<Secret> render_script(const LaunchPlan& plan, ScriptFormat format, const std::string& command,
                                           const std::vector<std::string>& arguments, const std::string& directory);

}  // namespace sallyport
