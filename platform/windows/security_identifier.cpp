#include "platform/windows/security_identifier.hpp"

#include "platform/windows/handle.hpp"

namespace sallyport {

SecurityIdentifier SecurityIdentifier::of_process(HANDLE process) {
  SecurityIdentifier result;
  HANDLE opened = nullptr;
  if (::OpenProcessToken(process, TOKEN_QUERY, &opened) == 0) return result;
  const Handle token(opened);
  DWORD size = 0;
  ::GetTokenInformation(token.get(), TokenUser, nullptr, 0, &size);
  std::vector<std::byte> user(size);
  if (size == 0 || ::GetTokenInformation(token.get(), TokenUser, user.data(), size, &size) == 0) return result;
  const PSID sid = reinterpret_cast<const TOKEN_USER*>(user.data())->User.Sid;
  result.bytes_.resize(::GetLengthSid(sid));
  if (::CopySid(static_cast<DWORD>(result.bytes_.size()), result.get(), sid) == 0) result.bytes_.clear();
  return result;
}

SecurityIdentifier SecurityIdentifier::well_known(WELL_KNOWN_SID_TYPE type) {
  SecurityIdentifier result;
  result.bytes_.resize(SECURITY_MAX_SID_SIZE);
  auto size = static_cast<DWORD>(result.bytes_.size());
  if (::CreateWellKnownSid(type, nullptr, result.get(), &size) == 0) size = 0;
  result.bytes_.resize(size);
  return result;
}

}  // namespace sallyport
