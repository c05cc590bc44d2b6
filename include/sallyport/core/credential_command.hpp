#pragma once

#include <string>

#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/launch_plan.hpp"

namespace sallyport {

/// What stores the password for a proxy from a shell: `sallyport credential set custom`, `sallyport credential set
/// system --proxy socks5://proxy.example.com:1080`.
[[nodiscard]] inline std::string credential_command(InForce in_force, const Endpoint& proxy) {
  if (in_force == InForce::kCustom) return "sallyport credential set custom";
  return "sallyport credential set system --proxy " + proxy.as_typed();
}

}  // namespace sallyport
