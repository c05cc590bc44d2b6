#pragma once

#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// An OS whose proxy a test sets. Counts how often it was asked.
class FakeSystemProxy : public SystemProxy {
 public:
  SystemProxyConfiguration current;
  std::vector<std::optional<Endpoint>> pac_answers;
  std::optional<Error> error;
  int questions = 0;
  std::string url_asked;  ///< last; a relay that asks must be closed before this is read

  FakeSystemProxy() {
    current.mode = SystemProxyConfiguration::Mode::kNone;
    current.source = "GNOME";
  }

  [[nodiscard]] Result<SystemProxyConfiguration> configuration() override {
    ++questions;
    if (error) return tl::unexpected(*error);
    return current.clone();
  }

  [[nodiscard]] Result<std::vector<std::optional<SystemProxyServer>>> resolve(
      const std::string& url, std::chrono::milliseconds /*timeout*/, const std::stop_token& /*stop*/) override {
    ++questions;
    url_asked = url;
    if (error) return tl::unexpected(*error);
    std::vector<std::optional<SystemProxyServer>> answers;
    for (const auto& answer : pac_answers) {
      answers.push_back(answer ? std::optional(SystemProxyServer{*answer, std::nullopt}) : std::nullopt);
    }
    return answers;
  }

  [[nodiscard]] std::unique_ptr<Watch> watch(std::function<void()> /*changed*/) override { return nullptr; }
  [[nodiscard]] std::unique_ptr<Watch> watch_on_own_thread(std::function<void()> /*changed*/) override {
    return nullptr;
  }
  [[nodiscard]] std::vector<std::string> settings_command() override { return {}; }
};

}  // namespace sallyport
