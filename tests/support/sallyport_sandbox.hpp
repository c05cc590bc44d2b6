#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/helper_process.hpp"
#include "sallyport/core/environment.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

/// A user of the real program: a home, settings and control sockets of its own, on the session's bus and keyring.
class SallyportSandbox {
 public:
  using Ended = HelperProcess::Ended;

  /// `program` is the path of `sallyport`.
  explicit SallyportSandbox(std::string program);

  /// `sallyport ARGUMENTS…` to its end.
  Ended operator()(const std::vector<std::string>& arguments, std::string_view input = {});
  /// The same, without waiting for it.
  std::unique_ptr<HelperProcess> start(const std::vector<std::string>& arguments);
  /// Any program, without Sallyport.
  Ended run(const std::string& program, const std::vector<std::string>& arguments);
  /// Saves a custom proxy on 127.0.0.1; with a user also its password, in the keychain. Fails the test when it cannot.
  void use_proxy(std::uint16_t port, const std::string& user = {}, std::string_view password = {});
  /// The environment, for a program that is started in another way.
  [[nodiscard]] std::map<std::string, std::string> variables() const;
  [[nodiscard]] nlohmann::json json(const std::vector<std::string>& arguments);

  [[nodiscard]] const std::string& program() const { return program_; }

  TemporaryDirectory home;
  Environment environment;

 private:
  std::string program_;
};

}  // namespace sallyport
