#pragma once

namespace sallyport {

/// Whether the other end of a connected Unix socket belongs to this process's user.
[[nodiscard]] bool is_same_user(int socket);

}  // namespace sallyport
