#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// The content of any file. Follows links. Empty optional when there is no such file; kIo for a folder, a device, a
/// pipe, a file of more than `limit` bytes, or one that cannot be read.
[[nodiscard]] Result<std::optional<std::string>> read_file(const std::string& path, std::size_t limit);

/// Replaces a file of Sallyport's own whole or not at all, under the lock that every writer takes (AtomicFile), for
/// which it waits up to `wait` (kTimedOut). Nobody else may read it: 0600, folders that are missing 0700; on Windows it
/// has the access rights of its folder. `edit` gets its content, none when there is none that can be read, and gives
/// the new one, or none to leave it.
[[nodiscard]] Result<void> update_own_file(
    const std::string& path, std::size_t limit, std::chrono::milliseconds wait,
    const std::function<std::optional<std::string>(const std::optional<std::string>& text)>& edit);

/// The lock of `update_own_file` by itself, for a `path` at which no file need ever be: held while the result lives,
/// and let go by the end of the process at the latest. kTimedOut while somebody else holds it; kIo when there can be
/// none.
[[nodiscard]] Result<std::shared_ptr<const void>> lock_own_file(const std::string& path,
                                                                std::chrono::milliseconds wait);

}  // namespace sallyport
