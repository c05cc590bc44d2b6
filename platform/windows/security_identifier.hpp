#pragma once

#include <windows.h>

#include <cstddef>
#include <vector>

namespace sallyport {

/// A SID that this object owns.
class SecurityIdentifier {
 public:
  /// The user that a process runs as; empty when Windows does not tell. `process` is open with
  /// PROCESS_QUERY_LIMITED_INFORMATION.
  [[nodiscard]] static SecurityIdentifier of_process(HANDLE process);
  /// Such as WinLocalSystemSid.
  [[nodiscard]] static SecurityIdentifier well_known(WELL_KNOWN_SID_TYPE type);

  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] bool is(PSID other) const { return !empty() && ::EqualSid(get(), other) != 0; }
  [[nodiscard]] bool operator==(const SecurityIdentifier& other) const { return !other.empty() && is(other.get()); }
  [[nodiscard]] PSID get() const { return const_cast<std::byte*>(bytes_.data()); }

 private:
  std::vector<std::byte> bytes_;
};

}  // namespace sallyport
