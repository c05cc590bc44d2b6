#include "platform/windows/owner_only.hpp"

// After windows.h, which it needs.
#include <sddl.h>

#include <string>

#include "platform/windows/security_identifier.hpp"

namespace sallyport {

OwnerOnly::OwnerOnly() {
  const SecurityIdentifier user = SecurityIdentifier::of_process(::GetCurrentProcess());
  wchar_t* text = nullptr;
  if (user.empty() || ::ConvertSidToStringSidW(user.get(), &text) == 0) return;
  const std::unique_ptr<void, FreeLocal> owner(text);
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  const std::wstring list = L"D:P(A;;GA;;;" + std::wstring(text) + L")";
  if (::ConvertStringSecurityDescriptorToSecurityDescriptorW(list.c_str(), SDDL_REVISION_1, &descriptor, nullptr) == 0)
    return;
  descriptor_.reset(descriptor);
  attributes_ = {sizeof attributes_, descriptor, FALSE};
}

}  // namespace sallyport
