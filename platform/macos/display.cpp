#include "platform/display.hpp"

#include <bsm/audit.h>
#include <bsm/audit_session.h>

namespace sallyport {

// getaudit_addr(2): a login over SSH has no graphic access. Written, not yet built or run on a Mac.
bool shows_windows(const Environment&) {
  auditinfo_addr_t session{};
  return ::getaudit_addr(&session, sizeof(session)) == 0 &&
         (session.ai_flags & AU_SESSION_FLAG_HAS_GRAPHIC_ACCESS) != 0;
}

}  // namespace sallyport
