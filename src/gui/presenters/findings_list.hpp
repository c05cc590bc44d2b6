#pragma once

#include <span>
#include <string>

#include "app/doctor/finding.hpp"

namespace sallyport {

/// `Problem`, `Warning`, `Note`.
[[nodiscard]] std::string name_of(Severity severity);

/// What was found at all: a sentence.
[[nodiscard]] std::string summary_of(std::span<const Finding> findings);
/// The gravest; a note where nothing was found.
[[nodiscard]] Severity gravest_of(std::span<const Finding> findings);

/// Everything about one finding: its title, the evidence, what to do, what its fix would do.
[[nodiscard]] std::string details_of(const Finding& finding);

}  // namespace sallyport
