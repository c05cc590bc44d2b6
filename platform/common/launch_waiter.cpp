#include "platform/common/launch_waiter.hpp"

#include <fmt/format.h>

namespace sallyport {

std::optional<int> LaunchWaiter::hear(const LaunchNote& note) {
  switch (note.kind) {
    case LaunchNote::Kind::kWarning:
      if (listener_.warned) listener_.warned(note.text);
      return std::nullopt;
    case LaunchNote::Kind::kPrepared:
      prepared_ = true;
      return std::nullopt;
    case LaunchNote::Kind::kRunning:
      client_ = note.number;
      return detach_ ? std::optional(0) : std::nullopt;
    case LaunchNote::Kind::kFailed:
      return fail({static_cast<ErrorCode>(note.number), note.text, note.detail});
    case LaunchNote::Kind::kEnded:
      return note.number;
  }
  return std::nullopt;
}

int LaunchWaiter::lost_supervisor() {
  return fail({ErrorCode::kFailed,
               client_ == 0 ? "The launch was ended before the client was started."
                            : fmt::format("The supervisor was ended by force. The client (process {}) may go on "
                                          "without it.",
                                          client_)});
}

int LaunchWaiter::fail(const Error& error) {
  if (listener_.failed) listener_.failed(error);
  return exit_code_of(error.code);
}

}  // namespace sallyport
