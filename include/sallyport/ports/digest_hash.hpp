#pragma once

#include <span>
#include <string_view>

#include "sallyport/core/result.hpp"
#include "sallyport/core/secret.hpp"

namespace sallyport {

/// The hash functions of Digest authentication (RFC 7616 §3.3).
class DigestHash {
 public:
  enum class Algorithm { kMd5, kSha256 };

  virtual ~DigestHash() = default;
  /// The hash of `parts`, one after the other, in lower-case hexadecimal. kUnsupported: this installation has no such
  /// function, or the system's policy forbids it (MD5 under FIPS). Does not block.
  [[nodiscard]] virtual Result<Secret> hex(Algorithm algorithm, std::span<const std::string_view> parts) = 0;
};

}  // namespace sallyport
