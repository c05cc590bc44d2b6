#pragma once

#include <windows.h>

#include <string>
#include <string_view>

#include "platform/windows/handle.hpp"
#include "sallyport/ports/process_launcher.hpp"

namespace sallyport {

/// `\\.\pipe\Sallyport-…` with `key` (learn.microsoft.com/en-us/windows/win32/ipc/named-pipes), which nobody can guess:
/// names of pipes are the whole machine's, and another user's program could take one in advance.
[[nodiscard]] std::wstring pipe_name(std::string_view key);
[[nodiscard]] std::string make_pipe_key();

/// The file in the runtime directory that holds the key of a supervisor's control channel for as long as it lives.
[[nodiscard]] std::wstring control_mark_path(const std::string& directory, ProcessId supervisor);
/// Empty when there is no such supervisor.
[[nodiscard]] std::string read_control_key(const std::string& directory, ProcessId supervisor);
/// Removes the file when the end of the machine left it. False when its supervisor lives, who keeps it open.
bool remove_left_mark(const std::string& directory, ProcessId supervisor);

/// What its maker reads from a pipe at once: what is there, or what was written at once.
enum class PipeReads : DWORD { kBytes = PIPE_READMODE_BYTE, kMessages = PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE };

/// A new instance of a duplex pipe for overlapped I/O, which this user alone may open, and from this machine alone.
/// `first`: fails when another program has a pipe of this name. Empty when Windows refuses (GetLastError).
[[nodiscard]] Handle create_owner_pipe(const std::wstring& name, bool first, DWORD buffer_size,
                                       PipeReads reads = PipeReads::kBytes);

/// Whether the process at the other end of a pipe runs as this user. Asked of the end that the pipe's maker holds.
[[nodiscard]] bool is_client_same_user(HANDLE pipe);
/// The same of the end that opened the pipe.
[[nodiscard]] bool is_server_same_user(HANDLE pipe);

}  // namespace sallyport
