#pragma once

#include <span>

#include "sallyport/core/client.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport {

/// The OS menu's entries that start clients through Sallyport.
class MenuEntries {
 public:
  virtual ~MenuEntries() = default;

  /// Writes or rewrites the entry of a client. An entry of the user's own under that name is not overwritten
  /// (kAlreadyExists).
  [[nodiscard]] virtual Result<void> add(const Client& client) = 0;
  /// Removes the entry when it is ours and unchanged; one that the user edited stays (kAlreadyExists says so). None is
  /// fine.
  [[nodiscard]] virtual Result<void> remove(const Client& client) = 0;
  [[nodiscard]] virtual bool has(const Client& client) = 0;
};

}  // namespace sallyport
