#include "platform/display.hpp"

#include <windows.h>

namespace sallyport {

// The window station of who is signed in is visible; that of a service, or of a login over SSH, is not
// (USEROBJECTFLAGS: learn.microsoft.com/en-us/windows/win32/api/winuser/ns-winuser-userobjectflags).
bool shows_windows(const Environment&) {
  USEROBJECTFLAGS flags{};
  return ::GetUserObjectInformationW(::GetProcessWindowStation(), UOI_FLAGS, &flags, sizeof(flags), nullptr) != 0 &&
         (flags.dwFlags & WSF_VISIBLE) != 0;
}

}  // namespace sallyport
