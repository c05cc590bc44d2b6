#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sallyport {

/// A process environment as a value, in its own order. Names compare exactly; the proxy family is compared without
/// case by proxy_variables.hpp. Text is UTF-8 on Windows, bytes elsewhere.
class Environment {
 public:
  Environment() = default;
  explicit Environment(std::vector<std::pair<std::string, std::string>> variables) : variables_(std::move(variables)) {}
  /// From `NAME=VALUE` blocks such as `environ` or /proc/PID/environ; text without `=` is dropped.
  [[nodiscard]] static Environment from_block(const std::vector<std::string>& block);

  /// Null when absent; the first when a name stands twice.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  void set(std::string_view name, std::string_view value);  ///< replaces every variable of that name
  void unset(std::string_view name);
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& variables() const { return variables_; }

 private:
  std::vector<std::pair<std::string, std::string>> variables_;
};

}  // namespace sallyport
