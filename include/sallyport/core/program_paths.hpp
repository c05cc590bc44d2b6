#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// How the paths of programs compare. Windows takes `C:\Code.exe` and `c:\code.EXE` for one; here that goes for ASCII
/// letters.
enum class ProgramPaths { kExact, kIgnoringCase };

[[nodiscard]] bool is_same_program(std::string_view left, std::string_view right, ProgramPaths paths);

/// What a program is called, in lower case: `/usr/bin/node` and `C:\nodejs\Node.exe` are `node`.
[[nodiscard]] std::string program_name(std::string_view path);

}  // namespace sallyport
