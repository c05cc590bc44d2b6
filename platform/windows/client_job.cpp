#include "platform/windows/client_job.hpp"

#include <fmt/format.h>

#include <cstddef>

#include "platform/windows/utf16.hpp"

namespace sallyport {

ClientJob::ClientJob()
    : job_(::CreateJobObjectW(nullptr,
                              to_utf16(fmt::format("Local\\Sallyport-client-{}", ::GetCurrentProcessId())).c_str())) {}

bool ClientJob::add(HANDLE process) { return job_ && ::AssignProcessToJobObject(job_.get(), process) != 0; }

bool ClientJob::contains(ProcessId pid) const {
  // Wine wants the greater right; one with an administrator's rights gives only the lesser.
  Handle process(::OpenProcess(PROCESS_QUERY_INFORMATION, FALSE, static_cast<DWORD>(pid)));
  if (!process) process = Handle(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(pid)));
  BOOL inside = FALSE;
  return job_ && process && ::IsProcessInJob(process.get(), job_.get(), &inside) != 0 && inside != FALSE;
}

std::vector<ProcessId> ClientJob::processes() const {
  std::vector<ProcessId> found;
  // More may be started while it is asked.
  for (std::size_t room = 64; room <= 65536; room *= 4) {
    std::vector<std::byte> memory(sizeof(JOBOBJECT_BASIC_PROCESS_ID_LIST) + room * sizeof(ULONG_PTR));
    auto* list = reinterpret_cast<JOBOBJECT_BASIC_PROCESS_ID_LIST*>(memory.data());
    if (::QueryInformationJobObject(job_.get(), JobObjectBasicProcessIdList, list, static_cast<DWORD>(memory.size()),
                                    nullptr) != 0) {
      found.reserve(list->NumberOfProcessIdsInList);
      for (DWORD i = 0; i < list->NumberOfProcessIdsInList; ++i) {
        found.push_back(static_cast<ProcessId>(list->ProcessIdList[i]));
      }
      return found;
    }
    if (::GetLastError() != ERROR_MORE_DATA) return found;
  }
  return found;
}

void ClientJob::end() { ::TerminateJobObject(job_.get(), 1); }

}  // namespace sallyport
