#include "support/sallyport_sandbox.hpp"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::seconds kLimit{60};

}  // namespace

SallyportSandbox::SallyportSandbox(std::string program) : program_(std::move(program)) {
  std::vector<std::string> block;
  for (char** variable = environ; *variable != nullptr; ++variable) block.emplace_back(*variable);
  environment = Environment::from_block(block);
  const Environment inherited = environment;
  for (const auto& [name, value] : inherited.variables()) {
    if (is_proxy_variable(name)) environment.unset(name);
  }
  environment.set("HOME", home.path().string());
  environment.set("XDG_CONFIG_HOME", home / "config");
  environment.set("XDG_DATA_HOME", home / "data");
  environment.set("XDG_STATE_HOME", home / "state");
  environment.set("XDG_CACHE_HOME", home / "cache");
  environment.set("XDG_RUNTIME_DIR", home / "run");
  environment.set("LANG", "C.UTF-8");
  std::filesystem::create_directories(home / "run");
  std::filesystem::permissions(home / "run", std::filesystem::perms::owner_all);
}

SallyportSandbox::Ended SallyportSandbox::run(const std::string& program, const std::vector<std::string>& arguments) {
  auto process =
      HelperProcess::start({program, arguments, {}, environment, {}}, {}, HelperProcess::Streams::kCaptured).value();
  return process->finish(kLimit, {}).value();
}

SallyportSandbox::Ended SallyportSandbox::operator()(const std::vector<std::string>& arguments,
                                                     std::string_view input) {
  auto process =
      HelperProcess::start({program_, arguments, {}, environment, {}}, input, HelperProcess::Streams::kCaptured)
          .value();
  return process->finish(kLimit, {}).value();
}

std::unique_ptr<HelperProcess> SallyportSandbox::start(const std::vector<std::string>& arguments) {
  return HelperProcess::start({program_, arguments, {}, environment, {}}, {}, HelperProcess::Streams::kCaptured)
      .value();
}

void SallyportSandbox::use_proxy(std::uint16_t port, const std::string& user, std::string_view password) {
  std::vector<std::string> set = {"settings", "set", "custom_proxy.enabled=true", "custom_proxy.host=127.0.0.1",
                                  "custom_proxy.port=" + std::to_string(port)};
  if (!user.empty()) {
    set.insert(set.end(), {"custom_proxy.authentication=true", "custom_proxy.username=" + user});
  }
  Ended done = (*this)(set);
  if (done.code == 0 && !user.empty()) done = (*this)({"credential", "set", "custom"}, password);
  if (done.code != 0) throw std::runtime_error(done.messages);
}

std::map<std::string, std::string> SallyportSandbox::variables() const {
  return {environment.variables().begin(), environment.variables().end()};
}

nlohmann::json SallyportSandbox::json(const std::vector<std::string>& arguments) {
  return nlohmann::json::parse((*this)(arguments).output);
}

}  // namespace sallyport
