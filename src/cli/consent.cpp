#include "cli/consent.hpp"

#include <fmt/format.h>

#include "sallyport/ports/console.hpp"

namespace sallyport {

Result<void> ask_consent(Session& session, std::string_view question) {
  constexpr std::size_t kLongestAnswer = 256;
  if (!session.ports.console.is_terminal(Console::Stream::kInput)) return {};
  session.output.message(fmt::format("{} Answer y or n:", question));
  const auto answer = session.ports.console.read_input("\n", kLongestAnswer);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->reveal() == "y\n" || answer->reveal() == "yes\n") return {};
  return failure(ErrorCode::kCancelled, "Nothing was changed.");
}

}  // namespace sallyport
