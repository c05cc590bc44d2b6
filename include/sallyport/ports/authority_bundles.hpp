#pragma once

#include <span>
#include <string>

#include "sallyport/core/company_authority.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// The files of certificate authorities on this machine, and bundles of them. Every call blocks for the time of small
/// files (a system's roots are some 200 KiB).
class AuthorityBundles {
 public:
  virtual ~AuthorityBundles() = default;

  /// Which of `candidates` cannot be read, and what the system has.
  [[nodiscard]] virtual AuthorityFiles files(std::span<const std::string> candidates) = 0;
  /// Makes the file anew when its parts have changed since. kIo.
  [[nodiscard]] virtual Result<void> make(const AuthorityBundle& bundle) = 0;
};

}  // namespace sallyport
