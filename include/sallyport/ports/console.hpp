#pragma once

#include <cstddef>
#include <string_view>

#include "sallyport/core/result.hpp"
#include "sallyport/core/secret.hpp"

namespace sallyport {

/// The standard streams as a person or a script sees them.
class Console {
 public:
  enum class Stream { kInput, kOutput, kError };

  virtual ~Console() = default;

  [[nodiscard]] virtual bool is_terminal(Stream stream) = 0;
  /// A password: asked for with `prompt` and without echo when standard input is a terminal (which is restored whatever
  /// happens, signals included), else all of standard input without one final newline. Blocks. Errors: kCancelled (the
  /// person gave up), kInvalidValue (too long), kIo.
  [[nodiscard]] virtual Result<Secret> read_password(std::string_view prompt) = 0;
  /// Standard input up to and with the first `end` in it, or to its own end; what follows may be lost. Blocks. Errors:
  /// kInvalidValue (longer than `limit` bytes), kIo.
  [[nodiscard]] virtual Result<Secret> read_input(std::string_view end, std::size_t limit) = 0;
};

}  // namespace sallyport
