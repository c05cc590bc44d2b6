#pragma once

#include <gio/gio.h>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sallyport/core/result.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {

/// Tells a proxy script (PAC) that says "direct" from one that does not load: to both GLib's runner answers "direct".
/// Any thread.
class PacScript {
 public:
  using Answers = std::vector<std::optional<SystemProxyServer>>;

  /// The runner's `answers`, or kFailed when all they say is that the script at `url` (http and file; any other is
  /// believed) does not load. One that has loaded is not looked at again: the runner keeps it. Blocks.
  [[nodiscard]] Result<Answers> judge(const std::string& url, Answers answers, GCancellable* cancellable);

 private:
  std::mutex mutex_;
  std::string loaded_;
};

/// Why the runner gave no answer at all: `detail` is GLib's.
[[nodiscard]] std::string describe_pac_failure(const std::string& url, const std::string& detail);
/// kTimedOut in words that name the script; any other error as it is.
[[nodiscard]] Error explain_pac_silence(Error error);

}  // namespace sallyport
