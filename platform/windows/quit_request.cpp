#include "platform/windows/quit_request.hpp"

#include <windows.h>

namespace sallyport {
namespace {

struct Search {
  DWORD process = 0;
  bool found = false;
};

BOOL CALLBACK close_window(HWND window, LPARAM argument) {
  auto& search = *reinterpret_cast<Search*>(argument);
  DWORD owner = 0;
  ::GetWindowThreadProcessId(window, &owner);
  // What another window owns, such as a dialog, goes with that one, which asks about unsaved work.
  if (owner == search.process && ::IsWindowVisible(window) != 0 && ::GetWindow(window, GW_OWNER) == nullptr) {
    search.found = ::PostMessageW(window, WM_CLOSE, 0, 0) != 0 || search.found;
  }
  return TRUE;
}

}  // namespace

bool ask_process_to_quit(ProcessId process) {
  Search search{static_cast<DWORD>(process), false};
  ::EnumWindows(close_window, reinterpret_cast<LPARAM>(&search));
  return search.found || ::GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, search.process) != 0;
}

}  // namespace sallyport
