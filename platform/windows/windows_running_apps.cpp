#include "platform/windows/windows_running_apps.hpp"

#include <fmt/format.h>
#include <windows.h>

// After windows.h, which they need.
#include <tlhelp32.h>
#include <winternl.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>

#include "platform/windows/command_line.hpp"
#include "platform/windows/environment_block.hpp"
#include "platform/windows/file_time.hpp"
#include "platform/windows/handle.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/security_identifier.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

// Of 64-bit Windows 10 and 11, which keep them: winternl.h names the first two alone.
constexpr std::size_t kParametersInPeb = 0x20;
constexpr std::size_t kCommandLineInParameters = 0x70;
constexpr std::size_t kEnvironmentInParameters = 0x80;
constexpr std::size_t kEnvironmentSizeInParameters = 0x3F0;
constexpr auto kProcessCommandLineInformation = static_cast<PROCESSINFOCLASS>(60);
constexpr std::size_t kLargestText = std::size_t{4} * 1024 * 1024;

bool has_ended(HANDLE process) { return ::WaitForSingleObject(process, 0) == WAIT_OBJECT_0; }

std::string program_of(HANDLE process) {
  std::wstring path(32768, L'\0');
  auto size = static_cast<DWORD>(path.size());
  if (::QueryFullProcessImageNameW(process, 0, path.data(), &size) == 0) return {};
  return to_utf8(std::wstring_view(path).substr(0, size));
}

std::optional<std::chrono::system_clock::time_point> start_of(HANDLE process) {
  FILETIME started{};
  FILETIME ended{};
  FILETIME kernel{};
  FILETIME user{};
  if (::GetProcessTimes(process, &started, &ended, &kernel, &user) == 0) return std::nullopt;
  return time_of(started);
}

template <typename T>
bool read_memory(HANDLE process, std::uintptr_t address, T& into) {
  SIZE_T count = 0;
  return ::ReadProcessMemory(process, reinterpret_cast<const void*>(address), &into, sizeof into, &count) != 0 &&
         count == sizeof into;
}

/// `size` bytes of text; empty when they cannot be read.
std::wstring read_text(HANDLE process, std::uintptr_t address, std::size_t size) {
  // Anything stands there while the process is still being made.
  if (size > kLargestText) return {};
  std::wstring text(size / sizeof(wchar_t), L'\0');
  SIZE_T count = 0;
  if (::ReadProcessMemory(process, reinterpret_cast<const void*>(address), text.data(), text.size() * sizeof(wchar_t),
                          &count) == 0) {
    return {};
  }
  return text;
}

/// Where RTL_USER_PROCESS_PARAMETERS of a process are in its memory; 0 when that cannot be told.
std::uintptr_t parameters_of(HANDLE process) {
  PROCESS_BASIC_INFORMATION basic{};
  std::uintptr_t parameters = 0;
  if (::NtQueryInformationProcess(process, ProcessBasicInformation, &basic, sizeof basic, nullptr) != 0) return 0;
  const auto peb = reinterpret_cast<std::uintptr_t>(basic.PebBaseAddress);
  return peb != 0 && read_memory(process, peb + kParametersInPeb, parameters) ? parameters : 0;
}

/// With two NULs at its end. Empty when it cannot be read.
std::wstring environment_text(HANDLE process) {
  const std::uintptr_t parameters = parameters_of(process);
  std::uintptr_t begin = 0;
  std::uintptr_t size = 0;
  if (parameters == 0 || !read_memory(process, parameters + kEnvironmentInParameters, begin) ||
      !read_memory(process, parameters + kEnvironmentSizeInParameters, size)) {
    return {};
  }
  std::wstring text = read_text(process, begin, size);
  if (!text.empty()) text.append(2, L'\0');
  return text;
}

/// As the kernel keeps it, which any process of the user's may ask for.
std::vector<std::string> command_line_that_was_given(HANDLE process) {
  ULONG size = 0;
  ::NtQueryInformationProcess(process, kProcessCommandLineInformation, nullptr, 0, &size);
  if (size < sizeof(UNICODE_STRING)) return {};
  std::vector<std::byte> memory(size);
  if (::NtQueryInformationProcess(process, kProcessCommandLineInformation, memory.data(), size, &size) != 0) return {};
  const auto* text = reinterpret_cast<const UNICODE_STRING*>(memory.data());
  if (text->Buffer == nullptr) return {};
  return words_of_command_line(std::wstring(text->Buffer, text->Length / sizeof(wchar_t)));
}

std::vector<std::string> command_line_of(HANDLE process, DWORD pid) {
  std::vector<std::string> words = command_line_that_was_given(process);
  if (!words.empty()) return words;
  // Wine's kernel does not keep it.
  const Handle readable(::OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, pid));
  UNICODE_STRING text{};
  const std::uintptr_t parameters = readable ? parameters_of(readable.get()) : 0;
  if (parameters == 0 || !read_memory(readable.get(), parameters + kCommandLineInParameters, text)) return {};
  return words_of_command_line(read_text(readable.get(), reinterpret_cast<std::uintptr_t>(text.Buffer), text.Length));
}

}  // namespace

std::vector<RunningApps::App> WindowsRunningApps::list() {
  std::vector<App> apps;
  const Handle snapshot(::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0));
  const auto self = SecurityIdentifier::of_process(::GetCurrentProcess());
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof entry;
  for (BOOL more = snapshot ? ::Process32FirstW(snapshot.get(), &entry) : FALSE; more != FALSE;
       more = ::Process32NextW(snapshot.get(), &entry)) {
    const Handle process(::OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE, entry.th32ProcessID));
    if (!process || has_ended(process.get()) || !(SecurityIdentifier::of_process(process.get()) == self)) continue;
    const auto started = start_of(process.get());
    if (!started) continue;
    apps.push_back({static_cast<ProcessId>(entry.th32ProcessID), static_cast<ProcessId>(entry.th32ParentProcessID),
                    program_of(process.get()), command_line_of(process.get(), entry.th32ProcessID), *started});
  }
  return apps;
}

Result<Environment> WindowsRunningApps::environment_of(ProcessId pid) {
  const Handle process(
      ::OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ | SYNCHRONIZE, FALSE, static_cast<DWORD>(pid)));
  const DWORD error = ::GetLastError();
  if ((!process && error == ERROR_INVALID_PARAMETER) || (process && has_ended(process.get()))) {
    return failure(ErrorCode::kNotRunning, fmt::format("There is no process {}.", pid));
  }
  const std::wstring text = process ? environment_text(process.get()) : std::wstring();
  if (text.empty()) {
    return failure(ErrorCode::kIo, fmt::format("The environment of process {} cannot be read.", pid),
                   describe_windows_error(process ? ::GetLastError() : error));
  }
  return environment_of_block(text.c_str());
}

}  // namespace sallyport
