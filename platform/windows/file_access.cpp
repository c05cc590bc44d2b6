#include "platform/windows/file_access.hpp"

// After windows.h, which it needs.
#include <aclapi.h>

#include <algorithm>
#include <array>
#include <memory>

#include "platform/windows/security_identifier.hpp"

namespace sallyport {
namespace {

constexpr DWORD kChanges =
    FILE_WRITE_DATA | FILE_APPEND_DATA | DELETE | WRITE_DAC | WRITE_OWNER | GENERIC_WRITE | GENERIC_ALL;

struct FreeLocal {
  void operator()(void* memory) const { ::LocalFree(memory); }
};

/// This user, and those who can change any file.
class Trusted {
 public:
  [[nodiscard]] bool includes(PSID sid) const {
    return std::any_of(all_.begin(), all_.end(), [&](const SecurityIdentifier& one) { return one.is(sid); });
  }

 private:
  std::array<SecurityIdentifier, 5> all_ = {
      SecurityIdentifier::of_process(::GetCurrentProcess()), SecurityIdentifier::well_known(WinLocalSystemSid),
      SecurityIdentifier::well_known(WinBuiltinAdministratorsSid),
      // What an entry for the owner means is the owner, who is looked at.
      SecurityIdentifier::well_known(WinCreatorOwnerSid), SecurityIdentifier::well_known(WinCreatorOwnerRightsSid)};
};

bool lets_others_write(ACL* list, const Trusted& trusted) {
  if (list == nullptr) return true;  // no list lets everyone do everything
  for (DWORD i = 0; i < list->AceCount; ++i) {
    void* entry = nullptr;
    if (::GetAce(list, i, &entry) == 0) return true;
    const auto* allowed = static_cast<ACCESS_ALLOWED_ACE*>(entry);
    if (allowed->Header.AceType != ACCESS_ALLOWED_ACE_TYPE || (allowed->Header.AceFlags & INHERIT_ONLY_ACE) != 0)
      continue;
    if ((allowed->Mask & kChanges) != 0 && !trusted.includes(const_cast<DWORD*>(&allowed->SidStart))) return true;
  }
  return false;
}

}  // namespace

FileAccess access_to(HANDLE file) {
  PSID owner = nullptr;
  ACL* list = nullptr;
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  if (::GetSecurityInfo(file, SE_FILE_OBJECT, OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &owner, nullptr,
                        &list, nullptr, &descriptor) != ERROR_SUCCESS) {
    return FileAccess::kUnknown;
  }
  const std::unique_ptr<void, FreeLocal> memory(descriptor);
  const Trusted trusted;
  if (owner == nullptr || !trusted.includes(owner)) return FileAccess::kAnothersFile;
  return lets_others_write(list, trusted) ? FileAccess::kOthersWrite : FileAccess::kOwn;
}

}  // namespace sallyport
