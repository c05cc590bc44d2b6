#pragma once

#include <string>
#include <string_view>

namespace sallyport {

/// `word` in double quotes, as the C runtime of a Windows program and CommandLineToArgvW read it back: "Parsing C
/// command-line arguments", learn.microsoft.com/en-us/cpp/c-language/parsing-c-command-line-arguments. Backslashes
/// count only before a quotation mark, and are doubled there and at the end: `a\b"c\` becomes `"a\b\"c\\"`.
[[nodiscard]] std::string quote_windows(std::string_view word);

}  // namespace sallyport
