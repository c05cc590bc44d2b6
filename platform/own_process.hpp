#pragma once

#include "sallyport/ports/this_process.hpp"

namespace sallyport {

/// This process, as the OS sees it. Windows lets no process become another: `become` runs it, waits, and ends with its
/// exit code. There the proxy variables, whose names it compares without case, have their names in lower case.
class OwnProcess final : public ThisProcess {
 public:
  [[nodiscard]] ProcessId id() override;
  [[nodiscard]] Environment environment() override;
  [[nodiscard]] bool is_menu_launch() override;
  [[nodiscard]] Result<void> leave_behind(const ProcessSpec& spec) override;
  [[nodiscard]] Error become(const std::string& program, const std::vector<std::string>& arguments) override;
};

}  // namespace sallyport
