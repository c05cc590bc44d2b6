#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sallyport {

/// A process environment as a value, in its own order. The proxy family is compared without case wherever it is looked
/// for by proxy_variables.hpp. Text is UTF-8 on Windows, bytes elsewhere.
class Environment {
 public:
  /// How names compare. Windows takes `Path` and `PATH` for one; here that goes for ASCII letters.
  enum class Names { kExact, kIgnoringCase };

  Environment() = default;
  explicit Environment(std::vector<std::pair<std::string, std::string>> variables, Names names = Names::kExact)
      : variables_(std::move(variables)), names_(names) {}
  /// From `NAME=VALUE` blocks such as `environ` or /proc/PID/environ; text without `=` is dropped.
  [[nodiscard]] static Environment from_block(const std::vector<std::string>& block, Names names = Names::kExact);

  [[nodiscard]] bool is_same_name(std::string_view left, std::string_view right) const;

  /// Null when absent; the first when a name stands twice.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  void set(std::string_view name, std::string_view value);  ///< replaces every variable of that name
  void unset(std::string_view name);
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& variables() const { return variables_; }

 private:
  std::vector<std::pair<std::string, std::string>> variables_;
  Names names_ = Names::kExact;
};

}  // namespace sallyport
