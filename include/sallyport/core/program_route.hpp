#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sallyport/core/client.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/launch_plan.hpp"
#include "sallyport/core/no_proxy_reader.hpp"

namespace sallyport {

/// Where one program takes one URL, and why.
struct ProgramRoute {
  bool direct = false;
  std::optional<Endpoint> proxy;     ///< of the plan; empty also where only a list was asked about
  std::string rule;                  ///< `bypass:ENTRY`, `loopback` (built in), else as in Route
  std::string reason;                ///< a sentence
  std::string_view source = "none";  ///< as in Route
};

/// What a client that is `reader` is planned as.
[[nodiscard]] ClientKind planned_kind(NoProxyReader reader);

/// What `reader` does with `url` (as the user wrote it) when it is launched with `plan`, which is of its planned kind:
/// it reads the variables, Chromium's flags or Java's options in its own way. `list` replaces the bypass list of the
/// plan; the program then counts as having a proxy even where the plan names none. Under delivery `relay`, `direct` is
/// false for what the program leaves to the relay. Fails as read_no_proxy does.
[[nodiscard]] Result<ProgramRoute> program_route(NoProxyReader reader, std::string_view url, const LaunchPlan& plan,
                                                 const std::optional<std::string>& list);

}  // namespace sallyport
