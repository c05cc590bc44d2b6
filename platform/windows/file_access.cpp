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

enum class Entry { kNamesWho, kDenies, kUnknown };

/// A condition (`CALLBACK`) may be met by anyone that the entry names.
Entry kind_of(const ACE_HEADER& entry) {
  switch (entry.AceType) {
    case ACCESS_ALLOWED_ACE_TYPE:
    case ACCESS_ALLOWED_CALLBACK_ACE_TYPE:
      return Entry::kNamesWho;
    case ACCESS_DENIED_ACE_TYPE:
    case ACCESS_DENIED_OBJECT_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_ACE_TYPE:
    case ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE:
      return Entry::kDenies;
    default:
      return Entry::kUnknown;
  }
}

bool lets_others_write(const ACE_HEADER& entry, const Trusted& trusted) {
  if ((entry.AceFlags & INHERIT_ONLY_ACE) != 0) return false;
  const Entry kind = kind_of(entry);
  if (kind != Entry::kNamesWho) return kind == Entry::kUnknown;
  // An ACCESS_ALLOWED_CALLBACK_ACE begins as this does.
  const auto& allowed = reinterpret_cast<const ACCESS_ALLOWED_ACE&>(entry);
  return (allowed.Mask & kChanges) != 0 && !trusted.includes(const_cast<DWORD*>(&allowed.SidStart));
}

bool lets_others_write(ACL* list, const Trusted& trusted) {
  if (list == nullptr) return true;  // no list lets everyone do everything
  for (DWORD i = 0; i < list->AceCount; ++i) {
    void* entry = nullptr;
    if (::GetAce(list, i, &entry) == 0) return true;
    if (lets_others_write(*static_cast<const ACE_HEADER*>(entry), trusted)) return true;
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
  return access_by(owner, list);
}

FileAccess access_by(PSID owner, ACL* list) {
  const Trusted trusted;
  if (owner == nullptr || !trusted.includes(owner)) return FileAccess::kAnothersFile;
  return lets_others_write(list, trusted) ? FileAccess::kOthersWrite : FileAccess::kOwn;
}

}  // namespace sallyport
