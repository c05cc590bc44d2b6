#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "sallyport/core/result.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// The proxy that the OS is configured with: GSettings and kioslaverc, WinHTTP, CFNetwork.
class SystemProxy {
 public:
  /// Ends the watch when destroyed.
  class Watch {
   public:
    virtual ~Watch() = default;
  };

  virtual ~SystemProxy() = default;

  /// Reads the settings; does not touch the network. Blocks for milliseconds.
  [[nodiscard]] virtual Result<SystemProxyConfiguration> configuration() = 0;
  /// The OS's answer for one URL, PAC included, in order of preference; an empty optional in the list is "direct".
  /// May fetch a PAC file: blocks up to `timeout`, or until `stop` is requested. Errors: kTimedOut, kCancelled, kFailed
  /// (a PAC that does not load), kUnsupported.
  [[nodiscard]] virtual Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                                      std::chrono::milliseconds timeout,
                                                                                      const std::stop_token& stop) = 0;
  [[nodiscard]] Result<std::vector<std::optional<SystemProxyServer>>> resolve(const std::string& url,
                                                                              std::chrono::milliseconds timeout) {
    return resolve(url, timeout, {});
  }
  /// Calls `changed` on the thread of the caller's event loop after the settings changed. Null where the OS cannot
  /// tell.
  [[nodiscard]] virtual std::unique_ptr<Watch> watch(std::function<void()> changed) = 0;
  /// The same for a program without such a loop: `changed` is called on a thread of the watch's own.
  [[nodiscard]] virtual std::unique_ptr<Watch> watch_on_own_thread(std::function<void()> changed) = 0;
  /// The command that opens the OS's proxy page (`gnome-control-center network`); empty when there is none.
  [[nodiscard]] virtual std::vector<std::string> settings_command() = 0;
};

}  // namespace sallyport
