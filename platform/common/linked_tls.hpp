#pragma once

#include <memory>

#include "platform/tls_adapters.hpp"

namespace sallyport {

/// OpenSSL, for a program or module that links it.
[[nodiscard]] std::unique_ptr<TlsAdapters> make_linked_tls();

}  // namespace sallyport
