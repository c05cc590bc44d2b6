#pragma once

#include <string>

#include "sallyport/core/environment.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// A web client for machines without curl: asks for `url` (`http://HOST:PORT/`) the way that `environment` says, and
/// takes HOST to be 127.0.0.1 when it goes there itself. Gives the status code of the answer.
[[nodiscard]] Result<int> probe(const std::string& url, const Environment& environment);

}  // namespace sallyport
