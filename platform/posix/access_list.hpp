#pragma once

namespace sallyport {

/// Whether an access list (ACL) beyond the mode says who may do what with an open file. On Linux what the mode says of
/// the group is then the most that anybody on the list may do, rather than what the group may.
[[nodiscard]] bool has_access_list(int file);

}  // namespace sallyport
