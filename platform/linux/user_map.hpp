#pragma once

#include <cstdint>
#include <string_view>

namespace sallyport {

/// Whether /proc/self/uid_map (user_namespaces(7)) gives every user a number of its own, as it does outside containers.
/// Otherwise all that it leaves out are shown under one number, that of /proc/sys/kernel/overflowuid.
[[nodiscard]] bool maps_every_user(std::string_view uid_map);

/// Whether a socket that is shown as this process's user's may be another user's.
[[nodiscard]] bool own_user_is_ambiguous();

}  // namespace sallyport
