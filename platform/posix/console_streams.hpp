#pragma once

#include "sallyport/ports/console.hpp"

namespace sallyport {

/// File descriptors 0, 1 and 2. A question is asked on the terminal of standard input.
class ConsoleStreams final : public Console {
 public:
  [[nodiscard]] bool is_terminal(Stream stream) override;
  [[nodiscard]] Result<Secret> read_password(std::string_view prompt) override;
  [[nodiscard]] Result<Secret> read_input(std::string_view end, std::size_t limit) override;
};

}  // namespace sallyport
