#pragma once

#include "support/started_program.hpp"

namespace sallyport {

/// A program on a terminal of its own, at which a test types.
class Terminal : public StartedProgram {
 public:
  Terminal(const std::vector<std::string>& command, const std::map<std::string, std::string>& variables);
  /// Hangs up, as closing a terminal's window does.
  ~Terminal() override;

  void type(const std::string& keys);
  /// Whether `text` appears after what earlier calls have found.
  [[nodiscard]] bool shows(const std::string& text, std::chrono::milliseconds limit = std::chrono::seconds(10));
  /// Whether it shows what is typed.
  [[nodiscard]] bool echoes() const;
  /// All that was shown so far and not found yet.
  [[nodiscard]] const std::string& screen() const { return screen_; }

 private:
  void listen() override;

  int master_ = -1;
  std::string screen_;
};

}  // namespace sallyport
