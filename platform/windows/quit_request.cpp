#include "platform/windows/quit_request.hpp"

#include <windows.h>

#include <algorithm>
#include <string>
#include <vector>

#include "platform/windows/handle.hpp"

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

/// The processes that share this one's console.
std::vector<DWORD> processes_in_console() {
  std::vector<DWORD> processes(64);
  for (;;) {
    const DWORD count = ::GetConsoleProcessList(processes.data(), static_cast<DWORD>(processes.size()));
    const bool all = count <= processes.size();
    processes.resize(count);
    if (all) return processes;
  }
}

std::wstring image_of(DWORD process) {
  const Handle opened(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process));
  std::wstring path(32768, L'\0');
  auto size = static_cast<DWORD>(path.size());
  if (!opened || ::QueryFullProcessImageNameW(opened.get(), 0, path.data(), &size) == 0) return {};
  path.resize(size);
  return path;
}

/// Whether the console has nobody in it but `job` and Sallyport.
bool is_only_in_console(const ClientJob& job) {
  const std::wstring own = image_of(::GetCurrentProcessId());
  return std::ranges::all_of(processes_in_console(), [&](DWORD each) {
    return job.contains(static_cast<ProcessId>(each)) || image_of(each) == own;
  });
}

}  // namespace

bool ask_windows_to_close(ProcessId process) {
  Search search{static_cast<DWORD>(process), false};
  ::EnumWindows(close_window, reinterpret_cast<LPARAM>(&search));
  return search.found;
}

bool is_in_this_console(ProcessId process) {
  const std::vector<DWORD> all = processes_in_console();
  return std::ranges::find(all, static_cast<DWORD>(process)) != all.end();
}

QuitAsking ask_process_to_quit(ProcessId process, const ClientJob& job) {
  if (ask_windows_to_close(process)) return QuitAsking::kAsked;
  if (!is_in_this_console(process)) return QuitAsking::kNothingToAsk;
  if (!is_only_in_console(job)) return QuitAsking::kSharesTerminal;
  return ::GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, 0) != 0 ? QuitAsking::kAsked : QuitAsking::kNothingToAsk;
}

}  // namespace sallyport
