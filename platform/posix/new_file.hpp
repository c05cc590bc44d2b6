#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace sallyport {

/// Makes a file that was not there, of this mode, whose content has reached the disk. 0, or the errno, EEXIST for a
/// path that is taken, a link among them; nothing is left behind then. Where this user cannot give it to `group`, no
/// group may do anything with it.
[[nodiscard]] int create_new_file(const std::string& path, std::string_view content, mode_t mode,
                                  std::optional<gid_t> group = {});

}  // namespace sallyport
