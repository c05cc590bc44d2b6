#pragma once

#include "sallyport/ports/console.hpp"

namespace sallyport {

/// Before anything is written: on Windows, what is written arrives as it is (`_setmode`), and a console takes it for
/// UTF-8 (SetConsoleOutputCP).
void make_streams_plain();

/// The standard streams of this process. A question is asked on its terminal.
class ConsoleStreams final : public Console {
 public:
  [[nodiscard]] bool is_terminal(Stream stream) override;
  [[nodiscard]] Result<Secret> read_password(std::string_view prompt) override;
  [[nodiscard]] Result<Secret> read_input(std::string_view end, std::size_t limit) override;
};

}  // namespace sallyport
