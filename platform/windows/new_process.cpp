#include "platform/windows/new_process.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "platform/windows/command_line.hpp"
#include "platform/windows/environment_block.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

/// The list of what a new process inherits; what it names must outlive it.
class InheritedHandles {
 public:
  explicit InheritedHandles(std::vector<HANDLE>& handles) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_ = std::make_unique<std::byte[]>(size);
    if (::InitializeProcThreadAttributeList(list(), 1, 0, &size) == 0) return;
    usable_ = ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles.data(),
                                          handles.size() * sizeof(HANDLE), nullptr, nullptr) != 0;
  }
  ~InheritedHandles() {
    if (usable_) ::DeleteProcThreadAttributeList(list());
  }
  InheritedHandles(const InheritedHandles&) = delete;
  InheritedHandles& operator=(const InheritedHandles&) = delete;

  [[nodiscard]] LPPROC_THREAD_ATTRIBUTE_LIST list() const {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.get());
  }
  [[nodiscard]] bool usable() const { return usable_; }

 private:
  std::unique_ptr<std::byte[]> memory_;
  bool usable_ = false;
};

/// A copy that a child may inherit; none of null.
Handle inheritable(HANDLE handle) {
  HANDLE copy = nullptr;
  if (handle != nullptr && handle != INVALID_HANDLE_VALUE) {
    ::DuplicateHandle(::GetCurrentProcess(), handle, ::GetCurrentProcess(), &copy, 0, TRUE, DUPLICATE_SAME_ACCESS);
  }
  return Handle(copy);
}

constexpr DWORD kElevationRequired = 740;  // ERROR_ELEVATION_REQUIRED, which mingw-w64 does not name

tl::unexpected<Error> start_failure(const std::string& program, DWORD error) {
  switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
      return failure(ErrorCode::kCommandNotFound, fmt::format("There is no program {}.", program),
                     describe_windows_error(error));
    case ERROR_ACCESS_DENIED:
      return failure(
          ErrorCode::kCommandNotExecutable,
          fmt::format("{} cannot be executed: access is denied. It must be a file that you may execute.", program),
          describe_windows_error(error));
    case ERROR_BAD_EXE_FORMAT:
    case ERROR_EXE_MACHINE_TYPE_MISMATCH:
    case ERROR_INVALID_EXE_SIGNATURE:
      return failure(ErrorCode::kCommandNotExecutable,
                     fmt::format("{} cannot be executed: it is no program for this version of Windows.", program),
                     describe_windows_error(error));
    case kElevationRequired:
      return failure(
          ErrorCode::kCommandNotExecutable,
          fmt::format("{} cannot be executed: it asks for an administrator's rights, and what it is given by "
                      "Sallyport would be lost. Start it by itself.",
                      program),
          describe_windows_error(error));
    case ERROR_FILENAME_EXCED_RANGE:
      return failure(ErrorCode::kIo, fmt::format("{} was not started: its arguments are too long.", program),
                     describe_windows_error(error));
    default:
      return failure(ErrorCode::kIo, fmt::format("{} was not started: {}.", program, describe_windows_error(error)),
                     describe_windows_error(error));
  }
}

Result<void> check_directory(const ProcessSpec& spec) {
  if (spec.directory.empty()) return {};
  const DWORD attributes = ::GetFileAttributesW(to_utf16(spec.directory).c_str());
  if (attributes != INVALID_FILE_ATTRIBUTES && (attributes & FILE_ATTRIBUTE_DIRECTORY) != 0) return {};
  return failure(ErrorCode::kInvalidValue,
                 fmt::format("{} was not started: {} is not a folder that can be entered. Choose another "
                             "folder.",
                             spec.program, spec.directory));
}

}  // namespace

Result<NewProcess> create_process(const ProcessSpec& spec, const StandardHandles& streams, DWORD flags,
                                  std::span<const HANDLE> also) {
  if (const Result<void> usable = check_directory(spec); !usable) return tl::unexpected(usable.error());
  if (is_batch_file(spec.program)) {
    if (const Result<void> safe = check_batch_arguments(spec.program, spec.arguments); !safe) {
      return tl::unexpected(safe.error());
    }
  }
  const std::wstring program = to_utf16(spec.program);
  std::wstring line = to_utf16(command_line(spec.argv0.empty() ? spec.program : spec.argv0, spec.arguments));
  // What CreateProcessW takes, with the final NUL.
  constexpr std::size_t kLongestLine = 32767;
  if (line.size() >= kLongestLine) return start_failure(spec.program, ERROR_FILENAME_EXCED_RANGE);
  std::wstring environment = environment_block(spec.environment);
  const std::wstring directory = to_utf16(spec.directory);

  const std::array<Handle, 3> given = {inheritable(streams.input), inheritable(streams.output),
                                       inheritable(streams.error)};
  std::vector<HANDLE> handles(also.begin(), also.end());
  for (const Handle& handle : given) {
    if (handle) handles.push_back(handle.get());
  }
  STARTUPINFOEXW start{};
  start.StartupInfo.cb = sizeof start;
  start.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  start.StartupInfo.hStdInput = given[0].get();
  start.StartupInfo.hStdOutput = given[1].get();
  start.StartupInfo.hStdError = given[2].get();
  const bool inherits = !handles.empty();
  const InheritedHandles inherited(handles);
  if (inherits) {
    if (!inherited.usable()) return start_failure(spec.program, ::GetLastError());
    start.lpAttributeList = inherited.list();
  }
  PROCESS_INFORMATION made{};
  if (::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, inherits ? TRUE : FALSE,
                       flags | CREATE_UNICODE_ENVIRONMENT | EXTENDED_STARTUPINFO_PRESENT, environment.data(),
                       directory.empty() ? nullptr : directory.c_str(), &start.StartupInfo, &made) == 0) {
    return start_failure(spec.program, ::GetLastError());
  }
  return NewProcess{Handle(made.hProcess), Handle(made.hThread), made.dwProcessId};
}

}  // namespace sallyport
