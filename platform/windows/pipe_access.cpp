#include "platform/windows/pipe_access.hpp"

#include <fmt/format.h>
#include <fmt/xchar.h>
#include <sddl.h>

#include <memory>

#include "platform/windows/security_identifier.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

struct FreeLocal {
  void operator()(void* memory) const { ::LocalFree(memory); }
};
template <typename T>
using LocalPointer = std::unique_ptr<T, FreeLocal>;

/// An access list with this user alone in it, which no inherited entry adds to; null when Windows refuses.
LocalPointer<void> owner_only() {
  const auto user = SecurityIdentifier::of_process(::GetCurrentProcess());
  wchar_t* text = nullptr;
  if (user.empty() || ::ConvertSidToStringSidW(user.get(), &text) == 0) return nullptr;
  const LocalPointer<wchar_t> sid(text);
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  const std::wstring list = fmt::format(L"D:P(A;;GA;;;{})", text);
  ::ConvertStringSecurityDescriptorToSecurityDescriptorW(list.c_str(), SDDL_REVISION_1, &descriptor, nullptr);
  return LocalPointer<void>(descriptor);
}

bool is_same_user(DWORD process) {
  const Handle other(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process));
  return other && SecurityIdentifier::of_process(other.get()) == SecurityIdentifier::of_process(::GetCurrentProcess());
}

}  // namespace

std::wstring control_pipe_name(ProcessId supervisor) { return fmt::format(LR"(\\.\pipe\Sallyport-{})", supervisor); }

std::wstring control_mark_path(const std::string& directory, ProcessId supervisor) {
  return to_utf16(fmt::format("{}\\{}.pipe", directory, supervisor));
}

Handle create_owner_pipe(const std::wstring& name, bool first, DWORD buffer_size) {
  const LocalPointer<void> descriptor = owner_only();
  if (!descriptor) return {};
  SECURITY_ATTRIBUTES security{sizeof security, descriptor.get(), FALSE};
  return Handle(::CreateNamedPipeW(
      name.c_str(), PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (first ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0U),
      PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, PIPE_UNLIMITED_INSTANCES, buffer_size,
      buffer_size, 0, &security));
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
