#pragma once

#include <string_view>

#include "cli/verb.hpp"

namespace sallyport {

/// Asks the person at the terminal `question`; kCancelled, before anything was changed, for an answer other than y and
/// yes. Where standard input is no terminal nobody is asked: whoever wrote the script has decided. Blocks until there
/// is an answer. kIo, kInvalidValue.
[[nodiscard]] Result<void> ask_consent(Session& session, std::string_view question);

}  // namespace sallyport
