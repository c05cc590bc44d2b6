#include "platform/windows/pipe_access.hpp"

#include <fmt/format.h>

#include <random>

#include "platform/windows/owner_only.hpp"
#include "platform/windows/security_identifier.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

bool is_same_user(DWORD process) {
  const Handle other(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process));
  return other && SecurityIdentifier::of_process(other.get()) == SecurityIdentifier::of_process(::GetCurrentProcess());
}

}  // namespace

std::wstring pipe_name(std::string_view key) { return to_utf16(fmt::format(R"(\\.\pipe\Sallyport-{})", key)); }

std::string make_pipe_key() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

std::wstring control_mark_path(const std::string& directory, ProcessId supervisor) {
  return to_utf16(fmt::format("{}\\{}.pipe", directory, supervisor));
}

std::string read_control_key(const std::string& directory, ProcessId supervisor) {
  const Handle mark(::CreateFileW(control_mark_path(directory, supervisor).c_str(), GENERIC_READ,
                                  FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING, 0,
                                  nullptr));
  std::string key(64, '\0');
  DWORD size = 0;
  if (!mark || ::ReadFile(mark.get(), key.data(), static_cast<DWORD>(key.size()), &size, nullptr) == 0) return {};
  key.resize(size);
  return key;
}

bool remove_left_mark(const std::string& directory, ProcessId supervisor) {
  // The supervisor has it open for writing, which this does not share; its number may be another process's by now.
  const Handle mark(::CreateFileW(control_mark_path(directory, supervisor).c_str(), DELETE,
                                  FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                                  FILE_FLAG_DELETE_ON_CLOSE, nullptr));
  return mark || ::GetLastError() != ERROR_SHARING_VIOLATION;
}

Handle create_owner_pipe(const std::wstring& name, bool first, DWORD buffer_size, PipeReads reads) {
  OwnerOnly security;
  if (security.get() == nullptr) return {};
  return Handle(::CreateNamedPipeW(
      name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0U),
      static_cast<DWORD>(reads) | PIPE_REJECT_REMOTE_CLIENTS, PIPE_UNLIMITED_INSTANCES, buffer_size, buffer_size, 0,
      security.get()));
}

bool is_client_same_user(HANDLE pipe) {
  ULONG process = 0;
  return ::GetNamedPipeClientProcessId(pipe, &process) != 0 && is_same_user(process);
}

bool is_server_same_user(HANDLE pipe) {
  ULONG process = 0;
  return ::GetNamedPipeServerProcessId(pipe, &process) != 0 && is_same_user(process);
}

}  // namespace sallyport
