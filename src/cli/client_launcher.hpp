#pragma once

#include <functional>
#include <string>

#include "app/launch_preparation.hpp"

namespace sallyport {

/// Starts a client and stays beside it.
class ClientLauncher {
 public:
  virtual ~ClientLauncher() = default;

  /// The client's exit code, as a shell gives it (128+N for signal N); with `detach` 0 once it runs. Errors are from
  /// before it ran. `warned` hears whole sentences on the way. At most once in a process.
  [[nodiscard]] virtual Result<int> launch(const LaunchRequest& request, bool detach,
                                           const std::function<void(const std::string&)>& warned) = 0;
};

}  // namespace sallyport
