#pragma once

#include "sallyport/core/result.hpp"
#include "sallyport/core/settings.hpp"

namespace sallyport {

/// Carries what changed between `before` (as a window loaded it) and `after` (as its user left it) over to `target`,
/// the settings as they are in the file now. What another program saved in between stays, field by field. A client
/// that was added gets another id when its own is taken by now; one that was edited here and removed there comes back.
[[nodiscard]] Result<void> apply_changes(const Settings& before, const Settings& after, Settings& target);

}  // namespace sallyport
