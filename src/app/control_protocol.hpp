#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "sallyport/core/result.hpp"
#include "sallyport/ports/supervisors.hpp"

namespace sallyport {

/// What is said over a control socket: one request and one reply, each a JSON object on one line of UTF-8. Neither
/// holds a secret. Bytes that are not UTF-8 (a path may have some) are replaced by U+FFFD.
///
/// | request                                            | reply                                                      |
/// |----------------------------------------------------|------------------------------------------------------------|
/// | `{"version":1,"request":"status"}`                 | `{"version":1,"status":{"pid":17,…}}`                      |
/// | `{"version":1,"request":"restart","force_after":5}`| `{"version":1,"restarted":{"pid":18,"environment":…}}`     |
/// | `{"version":1,"request":"stop"}`                   | `{"version":1,"done":true}`                                |
/// | `{"version":1,"request":"reload"}`                 | `{"version":1,"error":{"code":"failed","message":"…"}}`    |
/// | `{"version":1,"request":"activity","begin":3}`     | `{"version":1,"activity":{"next":9,"records":[{…},…]}}`    |
///
/// Unknown keys are ignored; another version, an unknown request or a value out of range is an error.
inline constexpr int kControlVersion = 1;
inline constexpr std::size_t kControlRequestLimit = 4096;
inline constexpr std::size_t kControlReplyLimit = 65536;

struct ControlRequest {
  enum class Verb { kStatus, kRestart, kStop, kReload, kActivity };
  Verb verb = Verb::kStatus;
  std::optional<std::chrono::seconds> force_after = {};  ///< restart, stop: at most QuitRequest::kLongestWait
  std::uint64_t begin = 0;                               ///< activity
  bool operator==(const ControlRequest&) const = default;
};

/// `std::monostate` is a bare "done".
using ControlAnswer = std::variant<std::monostate, SupervisorStatus, RestartOutcome, ActivityPage>;

/// With the line end.
[[nodiscard]] std::string format_request(const ControlRequest& request);
[[nodiscard]] std::string format_reply(const Result<ControlAnswer>& reply);

/// Without the line end. Errors: kInvalidValue with a sentence that repeats nothing of the text.
[[nodiscard]] Result<ControlRequest> parse_request(std::string_view line);
/// The reply's own error, or kFailed for what is no reply.
[[nodiscard]] Result<ControlAnswer> parse_reply(std::string_view line);

/// `text` as the other end will see it.
[[nodiscard]] std::string as_transmitted(std::string_view text);

}  // namespace sallyport
