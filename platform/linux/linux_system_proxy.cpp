#include "platform/linux/linux_system_proxy.hpp"

#include <utility>

namespace sallyport {
namespace {

/// A desktop without a proxy setting, or one whose setting cannot be read.
class UnknownSystemProxy final : public SystemProxy {
 public:
  Result<SystemProxyConfiguration> configuration() override {
    SystemProxyConfiguration configuration;
    configuration.note = kNote;
    return configuration;
  }
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string&,
                                                                std::chrono::milliseconds) override {
    return failure(ErrorCode::kUnsupported, kNote);
  }
  std::unique_ptr<Watch> watch(std::function<void()>) override { return nullptr; }
  std::vector<std::string> settings_command() override { return {}; }

 private:
  static constexpr const char* kNote = "This desktop has no proxy setting that Sallyport can read.";
};

}  // namespace

LinuxSystemProxy::LinuxSystemProxy(const Environment&) : desktop_(std::make_unique<UnknownSystemProxy>()) {}

LinuxSystemProxy::~LinuxSystemProxy() = default;

Result<SystemProxyConfiguration> LinuxSystemProxy::configuration() { return desktop_->configuration(); }

Result<std::vector<std::optional<SystemProxyServer>>> LinuxSystemProxy::resolve(const std::string& url,
                                                                                std::chrono::milliseconds timeout) {
  return desktop_->resolve(url, timeout);
}

std::unique_ptr<SystemProxy::Watch> LinuxSystemProxy::watch(std::function<void()> changed) {
  return desktop_->watch(std::move(changed));
}

std::vector<std::string> LinuxSystemProxy::settings_command() { return desktop_->settings_command(); }

}  // namespace sallyport
