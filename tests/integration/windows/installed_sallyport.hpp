#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "platform/helper_process.hpp"
#include "sallyport/core/environment.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// `sallyport.exe` beside the tests' own program, with settings of its own. Its clients are stopped, and its password
/// is taken out of Credential Manager, when it goes.
class InstalledSallyport {
 public:
  InstalledSallyport();
  ~InstalledSallyport();
  InstalledSallyport(const InstalledSallyport&) = delete;
  InstalledSallyport& operator=(const InstalledSallyport&) = delete;

  /// Ended with -1 when it could not be started or did not end.
  HelperProcess::Ended operator()(const std::vector<std::string>& arguments, std::string_view input = {}) const;
  [[nodiscard]] nlohmann::json json(const std::vector<std::string>& arguments) const;
  /// The custom proxy: tinyproxy with its login, whose password is stored.
  void use_proxy(std::uint16_t port, std::string_view password) const;

  /// Another program beside the tests' own.
  [[nodiscard]] static std::string program(std::wstring_view name);

  TemporaryDirectory directory;
  Environment environment;
};

}  // namespace sallyport
