#pragma once

#include "sallyport/ports/system_proxy.hpp"

namespace sallyport {

/// The proxy of the network settings: CFNetworkCopySystemProxySettings, CFNetworkCopyProxiesForURL,
/// CFNetworkExecuteProxyAutoConfigurationURL (developer.apple.com/documentation/cfnetwork;
/// <CFNetwork/CFProxySupport.h>) and, for changes, SCDynamicStore (System Configuration;
/// <SystemConfiguration/SCDynamicStore.h>, tn1145). Written, not yet built or run on a Mac.
///
/// A proxy script is run on a thread of its own, in that thread's run loop; scripts run one after the other, since
/// their run loop sources share state within CFNetwork. One that was given up ends with its time-out.
class CfNetworkSystemProxy final : public SystemProxy {
 public:
  Result<SystemProxyConfiguration> configuration() override;
  Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                std::chrono::milliseconds timeout,
                                                                const std::stop_token& stop) override;
  /// On the main run loop's thread, which wxOSX's event loop runs.
  std::unique_ptr<Watch> watch(std::function<void()> changed) override;
  std::unique_ptr<Watch> watch_on_own_thread(std::function<void()> changed) override;
  std::vector<std::string> settings_command() override;
};

}  // namespace sallyport
