#include "cli/demo_session.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <thread>

#include "sallyport/core/proxy_variables.hpp"

namespace sallyport {
namespace {

constexpr std::chrono::seconds kLimit{30};
constexpr std::chrono::milliseconds kTick{20};

Environment without_proxy(const Environment& base) {
  Environment environment = base;
  for (const auto& [name, value] : base.variables()) {
    if (is_proxy_variable(name)) environment.unset(name);
  }
  return environment;
}

}  // namespace

Result<std::unique_ptr<DemoSession>> DemoSession::start(const Environment& base, const std::string& launcher,
                                                        ProgramFinder& programs, std::stop_token stop) {
  Result<std::unique_ptr<ThrowawayDirectory>> home = ThrowawayDirectory::make("sallyport-demo");
  if (!home) return tl::unexpected(home.error());
  std::unique_ptr<DemoSession> demo(new DemoSession());
  demo->launcher_ = launcher;
  demo->stop_ = std::move(stop);
  demo->home_ = std::move(*home);
  demo->environment_ = without_proxy(base);
  auto session = ThrowawaySession::start(demo->home_->path(), demo->environment_, programs, demo->stop_);
  if (!session) return tl::unexpected(session.error());
  demo->session_ = std::move(*session);
  return demo;
}

DemoSession::~DemoSession() {
  if (!session_ || !session_->keeps_passwords()) return;
  stop_ = {};
  (void)sallyport({"credential", "clear", "custom"});
}

Result<HelperProcess::Ended> DemoSession::sallyport(const std::vector<std::string>& arguments, std::string_view input,
                                                    const std::vector<std::pair<std::string, std::string>>& more) {
  Environment environment = environment_;
  for (const auto& [name, value] : more) environment.set(name, value);
  Result<std::unique_ptr<HelperProcess>> process = HelperProcess::start(
      {launcher_, arguments, {}, std::move(environment), {}}, input, HelperProcess::Streams::kCaptured);
  if (!process) return tl::unexpected(process.error());
  return (*process)->finish(kLimit, stop_);
}

Result<void> DemoSession::wait_for_keychain() {
  const auto limit = std::chrono::steady_clock::now() + kLimit;
  while (std::chrono::steady_clock::now() < limit) {
    const Result<HelperProcess::Ended> status = sallyport({"credential", "status", "--json"});
    if (!status) return tl::unexpected(status.error());
    const auto document = nlohmann::json::parse(status->output, nullptr, false);
    if (document.is_object() && document.value("/custom/stored"_json_pointer, "no-service") == "no") return {};
    std::this_thread::sleep_for(kTick);
  }
  return failure(ErrorCode::kKeychainAbsent, "The keychain of the demo does not answer.");
}

}  // namespace sallyport
