#pragma once

#include <memory>

#include "sallyport/ports/console.hpp"

namespace sallyport {

/// While it lives, what is written on Windows arrives as it is (`_setmode`), and a console takes it for UTF-8
/// (SetConsoleOutputCP), which is the console's own setting and is given back. To be made before anything is written.
class PlainStreams {
 public:
  /// `for_client`: another program will write to the console meanwhile, which keeps its setting.
  explicit PlainStreams(bool for_client);
  ~PlainStreams();
  PlainStreams(const PlainStreams&) = delete;
  PlainStreams& operator=(const PlainStreams&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The standard streams of this process. A question is asked on its terminal.
class ConsoleStreams final : public Console {
 public:
  [[nodiscard]] bool is_terminal(Stream stream) override;
  [[nodiscard]] Result<Secret> read_password(std::string_view prompt) override;
  [[nodiscard]] Result<Secret> read_input(std::string_view end, std::size_t limit) override;
};

}  // namespace sallyport
