#pragma once

#include "sallyport/ports/running_apps.hpp"

namespace sallyport {

/// The processes of a snapshot that run as this user (CreateToolhelp32Snapshot:
/// learn.microsoft.com/en-us/windows/win32/toolhelp/taking-a-snapshot-and-viewing-processes). A parent that has ended
/// may have left its number to a process that is none.
///
/// Command line and environment are read with NtQueryInformationProcess and out of the process's own memory
/// (learn.microsoft.com/en-us/windows/win32/api/winternl/nf-winternl-ntqueryinformationprocess), where they stand as
/// the process has changed them since.
class WindowsRunningApps final : public RunningApps {
 public:
  [[nodiscard]] std::vector<App> list() override;
  [[nodiscard]] Result<Environment> environment_of(ProcessId pid) override;
};

}  // namespace sallyport
