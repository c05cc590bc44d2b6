#pragma once

#include "sallyport/ports/this_process.hpp"

namespace sallyport {

/// This process, as the OS sees it.
class OwnProcess final : public ThisProcess {
 public:
  [[nodiscard]] ProcessId id() override;
  [[nodiscard]] Environment environment() override;
  [[nodiscard]] Error become(const std::string& program, const std::vector<std::string>& arguments) override;
};

}  // namespace sallyport
