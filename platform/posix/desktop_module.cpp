#include "platform/posix/desktop_module.hpp"

#include <mutex>
#include <utility>

#include "platform/posix/module_entries.hpp"
#include "platform/posix/module_file.hpp"

namespace sallyport {
namespace {

/// Loads the module once it is needed. A failure is not kept: the file may be there the next time.
class Loader {
 public:
  Loader(Environment environment, std::vector<std::string> paths)
      : environment_(std::move(environment)), paths_(std::move(paths)) {}

  /// Failures carry `code`.
  Result<DesktopAdapters*> load(ErrorCode code) {
    const std::lock_guard lock(mutex_);
    if (adapters_) return adapters_.get();
    const ModuleFile file(paths_, "Sallyport's link to the desktop", code);
    const auto factory = file.load(kDesktopAdaptersFactoryName);
    if (!factory) return tl::unexpected(factory.error());
    adapters_.reset(reinterpret_cast<DesktopAdaptersFactory*>(*factory)(SALLYPORT_VERSION, environment_));
    if (!adapters_) return file.of_another_version();
    return adapters_.get();
  }

 private:
  Environment environment_;
  std::vector<std::string> paths_;
  std::mutex mutex_;
  std::unique_ptr<DesktopAdapters> adapters_;
};

class LazyCredentialStore final : public CredentialStore {
 public:
  explicit LazyCredentialStore(Loader& loader) : loader_(loader) {}

  Result<StoredCredential> find(const CredentialKey& key, const CredentialCall& call) override {
    return loaded().and_then([&](CredentialStore* store) { return store->find(key, call); });
  }
  Result<void> store(const CredentialKey& key, const Secret& password, const CredentialCall& call) override {
    return loaded().and_then([&](CredentialStore* store) { return store->store(key, password, call); });
  }
  Result<void> forget(const CredentialKey& key, const CredentialCall& call) override {
    return loaded().and_then([&](CredentialStore* store) { return store->forget(key, call); });
  }
  Result<CredentialStatus> status(const CredentialKey& key, const CredentialCall& call) override {
    return loaded().and_then([&](CredentialStore* store) { return store->status(key, call); });
  }

 private:
  Result<CredentialStore*> loaded() {
    return loader_.load(ErrorCode::kKeychainAbsent).map([](DesktopAdapters* module) {
      return &module->credential_store();
    });
  }

  Loader& loader_;
};

class LazySystemProxy final : public SystemProxy {
 public:
  explicit LazySystemProxy(Loader& loader) : loader_(loader) {}

  Result<SystemProxyConfiguration> configuration() override {
    return loaded().and_then([](SystemProxy* proxy) { return proxy->configuration(); });
  }
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                std::chrono::milliseconds timeout,
                                                                const std::stop_token& stop) override {
    return loaded().and_then([&](SystemProxy* proxy) { return proxy->resolve(url, timeout, stop); });
  }
  std::unique_ptr<Watch> watch(std::function<void()> changed) override {
    const auto proxy = loaded();
    return proxy ? (*proxy)->watch(std::move(changed)) : nullptr;
  }
  std::unique_ptr<Watch> watch_on_own_thread(std::function<void()> changed) override {
    const auto proxy = loaded();
    return proxy ? (*proxy)->watch_on_own_thread(std::move(changed)) : nullptr;
  }
  std::vector<std::string> settings_command() override {
    const auto proxy = loaded();
    return proxy ? (*proxy)->settings_command() : std::vector<std::string>();
  }

 private:
  Result<SystemProxy*> loaded() {
    return loader_.load(ErrorCode::kUnsupported).map([](DesktopAdapters* module) { return &module->system_proxy(); });
  }

  Loader& loader_;
};

class LazyInstalledApps final : public InstalledApps {
 public:
  explicit LazyInstalledApps(Loader& loader) : loader_(loader) {}

  std::vector<InstalledApp> list() override {
    const auto apps = loaded();
    return apps ? (*apps)->list() : std::vector<InstalledApp>();
  }
  Result<Client> import(std::string_view desktop_id_or_path) override {
    return loaded().and_then([&](InstalledApps* apps) { return apps->import(desktop_id_or_path); });
  }
  std::string icon_of(const Client& client) override {
    const auto apps = loaded();
    return apps ? (*apps)->icon_of(client) : std::string();
  }

 private:
  Result<InstalledApps*> loaded() {
    return loader_.load(ErrorCode::kUnsupported).map([](DesktopAdapters* module) { return &module->installed_apps(); });
  }

  Loader& loader_;
};

class LazyDesktopSession final : public DesktopSession {
 public:
  explicit LazyDesktopSession(Loader& loader) : loader_(loader) {}

  Result<std::optional<SessionEnvironment>> manager_environment() override {
    return loaded().and_then([](DesktopSession* session) { return session->manager_environment(); });
  }
  Result<void> unset_in_manager(std::span<const std::string> names) override {
    return loaded().and_then([&](DesktopSession* session) { return session->unset_in_manager(names); });
  }
  Result<void> forget_proxy_password() override {
    return loaded().and_then([](DesktopSession* session) { return session->forget_proxy_password(); });
  }
  std::vector<std::string> missing_for_proxy_scripts() override {
    const auto session = loaded();
    return session ? (*session)->missing_for_proxy_scripts() : std::vector<std::string>();
  }

 private:
  Result<DesktopSession*> loaded() {
    return loader_.load(ErrorCode::kUnsupported).map([](DesktopAdapters* module) { return &module->session(); });
  }

  Loader& loader_;
};

}  // namespace

struct DesktopModule::Adapters {
  Adapters(Environment environment, std::vector<std::string> paths)
      : loader(std::move(environment), std::move(paths)) {}

  Loader loader;
  LazyCredentialStore credential_store{loader};
  LazySystemProxy system_proxy{loader};
  LazyInstalledApps installed_apps{loader};
  LazyDesktopSession session{loader};
};

DesktopModule::DesktopModule(Environment environment) : DesktopModule(std::move(environment), module_paths(kFile)) {}

DesktopModule::DesktopModule(Environment environment, std::vector<std::string> paths)
    : adapters_(std::make_unique<Adapters>(std::move(environment), std::move(paths))) {}

DesktopModule::~DesktopModule() = default;

CredentialStore& DesktopModule::credential_store() { return adapters_->credential_store; }
SystemProxy& DesktopModule::system_proxy() { return adapters_->system_proxy; }
InstalledApps& DesktopModule::installed_apps() { return adapters_->installed_apps; }
DesktopSession& DesktopModule::session() { return adapters_->session; }

}  // namespace sallyport
