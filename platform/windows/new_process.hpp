#pragma once

#include <windows.h>

#include <span>

#include "platform/windows/handle.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// A process as CreateProcessW gives it.
struct NewProcess {
  Handle process;
  Handle thread;  ///< its first one
  DWORD id = 0;
};

/// The standard streams of a new process; null: none.
struct StandardHandles {
  HANDLE input = nullptr;
  HANDLE output = nullptr;
  HANDLE error = nullptr;
};

/// CreateProcessW with a Unicode environment, which inherits the standard streams, `also` (inheritable handles, which
/// it knows by the same values) and no other handle (PROC_THREAD_ATTRIBUTE_HANDLE_LIST):
/// learn.microsoft.com/en-us/windows/win32/api/processthreadsapi/ nf-processthreadsapi-createprocessw. `flags` are its
/// creation flags, such as CREATE_SUSPENDED. kCommandNotFound, kCommandNotExecutable, kInvalidValue (see
/// check_batch_arguments), kIo.
[[nodiscard]] Result<NewProcess> create_process(const ProcessSpec& spec, const StandardHandles& streams, DWORD flags,
                                                std::span<const HANDLE> also = {});

}  // namespace sallyport
