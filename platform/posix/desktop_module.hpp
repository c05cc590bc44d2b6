#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/desktop_adapters.hpp"
#include "sallyport/core/environment.hpp"

namespace sallyport {

/// The desktop's adapters for a program that does not link what they need, GIO and libsecret or Apple's frameworks:
/// they are in the module `sallyport-desktop`, which the first call of any of them loads. A launch that asks neither
/// keychain nor desktop pays nothing for them. Any thread; what is not asked costs no more than this object.
///
/// Without a usable module calls fail with kKeychainAbsent (credential store) or kUnsupported, naming the path.
class DesktopModule final : public DesktopAdapters {
 public:
  static constexpr const char* kFile = "sallyport-desktop.so";

  /// `environment` is the process's own. The module is looked for beside the running program:
  /// `../lib/sallyport/sallyport-desktop.so`, or in the system's library folder as it was installed.
  explicit DesktopModule(Environment environment);
  /// The first of `paths` that exists.
  DesktopModule(Environment environment, std::vector<std::string> paths);
  ~DesktopModule() override;

  [[nodiscard]] CredentialStore& credential_store() override;
  [[nodiscard]] SystemProxy& system_proxy() override;
  [[nodiscard]] InstalledApps& installed_apps() override;
  [[nodiscard]] DesktopSession& session() override;

 private:
  struct Adapters;
  std::unique_ptr<Adapters> adapters_;
};

}  // namespace sallyport
