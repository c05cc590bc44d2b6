// Keeps a Wine session alive, with what Wine starts for it: its helpers inherit the standard streams of whoever comes
// first, and a test runner would wait for the end of a pipe that one of them holds. Started first, with none.
#include <windows.h>

#include <cwchar>

/// `hold FILE`: makes FILE when the session stands.
int main() {
  const wchar_t* const line = ::GetCommandLineW();
  const wchar_t* const file = std::wcsrchr(line, L' ');
  ::CreateWindowExW(0, L"STATIC", L"hold", WS_POPUP, 0, 0, 1, 1, nullptr, nullptr, nullptr, nullptr);
  const HANDLE ready =
      ::CreateFileW(file == nullptr ? L"ready" : file + 1, GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, 0, nullptr);
  if (ready == INVALID_HANDLE_VALUE) return 1;
  ::CloseHandle(ready);
  MSG message;
  while (::GetMessageW(&message, nullptr, 0, 0) > 0) ::DispatchMessageW(&message);
  return 0;
}
