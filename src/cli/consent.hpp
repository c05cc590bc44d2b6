#pragma once

#include <string_view>

#include "cli/verb.hpp"

namespace sallyport {

/// Whether the person at the terminal answers `question` with y or yes. Where standard input is no terminal nobody is
/// asked: whoever wrote the script has decided. Blocks until there is an answer. kIo, kInvalidValue.
[[nodiscard]] Result<bool> has_consent(Session& session, std::string_view question);

}  // namespace sallyport
