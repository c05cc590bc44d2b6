#pragma once

#include <optional>
#include <string>

#include "app/explain_route.hpp"
#include "sallyport/core/no_proxy_reader.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// Which way a request goes, in words.
struct RouteAnswer {
  enum class Kind {
    kDirect,
    kProxy,
    kBadUrl,   ///< `way` says what is wrong with it
    kUnknown,  ///< `way` says why
  };
  Kind kind = Kind::kUnknown;
  std::string way;     ///< `Through the proxy proxy.example.com:8080`
  std::string reason;  ///< the rule that decides: sentences
  std::string source;  ///< where that rule comes from: a sentence
};

[[nodiscard]] RouteAnswer make_route_answer(const Result<RouteExplanation>& explained);

/// Who asks, as a choice names it; empty: whoever leaves the choice to Sallyport.
[[nodiscard]] std::string name_of_asker(std::optional<NoProxyReader> program);

}  // namespace sallyport
