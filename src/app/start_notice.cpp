#include "app/start_notice.hpp"

namespace sallyport {

Environment without_start_notice(Environment environment) {
  for (const std::string_view name : kActivationTokens) environment.unset(name);
  environment.unset(kGioLaunchedPid);
  environment.unset("GIO_LAUNCHED_DESKTOP_FILE");
  return environment;
}

}  // namespace sallyport
