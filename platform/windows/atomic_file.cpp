#include "platform/windows/atomic_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <thread>

#include "platform/windows/final_path.hpp"
#include "platform/windows/last_error.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kTick{5};
constexpr std::chrono::seconds kReaderWait{2};

tl::unexpected<Error> cannot_write(std::string_view path, DWORD error) {
  return failure(ErrorCode::kIo,
                 fmt::format("{} cannot be written: {}. It is as it was before.", path, describe_windows_error(error)),
                 describe_windows_error(error));
}

std::wstring beside(const std::wstring& target, std::wstring_view ending) {
  const fs::path path = target;
  return (path.parent_path() / (L"." + path.filename().wstring() + std::wstring(ending))).wstring();
}

bool is_in_use(DWORD error) {
  return error == ERROR_SHARING_VIOLATION || error == ERROR_ACCESS_DENIED || error == ERROR_DELETE_PENDING ||
         error == ERROR_UNABLE_TO_REMOVE_REPLACED || error == ERROR_UNABLE_TO_MOVE_REPLACEMENT;
}

/// 0, or the error.
DWORD write_new(const std::wstring& path, std::string_view content) {
  const Handle file(
      ::CreateFileW(path.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file) return ::GetLastError();
  DWORD written = 0;
  if (::WriteFile(file.get(), content.data(), static_cast<DWORD>(content.size()), &written, nullptr) == 0 ||
      ::FlushFileBuffers(file.get()) == 0) {
    return ::GetLastError();
  }
  return written == content.size() ? 0 : ERROR_DISK_FULL;
}

/// Does `change` until it succeeds or readers held the file for too long. 0, or the error.
template <typename Change>
DWORD change_past_readers(Change change) {
  const auto limit = std::chrono::steady_clock::now() + kReaderWait;
  while (change() == 0) {
    const DWORD error = ::GetLastError();
    if (!is_in_use(error) || std::chrono::steady_clock::now() > limit) return error;
    std::this_thread::sleep_for(kTick);
  }
  return 0;
}

/// As change_past_readers.
DWORD move_over(const std::wstring& from, const std::wstring& to) {
  return change_past_readers(
      [&] { return ::MoveFileExW(from.c_str(), to.c_str(), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH); });
}

}  // namespace

Result<AtomicFile> AtomicFile::lock(const std::string& path, std::chrono::milliseconds wait) {
  std::wstring target = link_target(to_utf16(path));
  std::error_code error;
  fs::create_directories(fs::path(target).parent_path(), error);
  if (error) {
    return failure(
        ErrorCode::kIo,
        fmt::format("The folder of {} cannot be made: {}. Check who may write there.", path, error.message()),
        error.message());
  }
  const std::wstring lock = beside(target, L".lock");
  const auto deadline = std::chrono::steady_clock::now() + wait;
  const auto denied_until = std::chrono::steady_clock::now() + std::min<std::chrono::milliseconds>(wait, kReaderWait);
  for (;;) {
    Handle file(::CreateFileW(lock.c_str(), GENERIC_WRITE | DELETE, 0, nullptr, OPEN_ALWAYS,
                              FILE_ATTRIBUTE_HIDDEN | FILE_FLAG_DELETE_ON_CLOSE, nullptr));
    if (file) return AtomicFile(std::move(target), std::move(file));
    const DWORD code = ::GetLastError();
    // Windows says the same of a lock that is going and of a folder in which nobody may write; only the former passes.
    if (!is_in_use(code) || (code == ERROR_ACCESS_DENIED && std::chrono::steady_clock::now() >= denied_until)) {
      return cannot_write(path, code);
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      return failure(ErrorCode::kTimedOut,
                     fmt::format("Another program has been writing {} for too long. Try again.", path));
    }
    std::this_thread::sleep_for(kTick);
  }
}

Result<void> AtomicFile::replace(std::string_view content) {
  const std::wstring next = beside(target_, L".new");
  DWORD error = write_new(next, content);
  if (error == 0) error = move_over(next, target_);
  if (error == 0) return {};
  ::DeleteFileW(next.c_str());
  return cannot_write(to_utf8(target_), error);
}

Result<void> AtomicFile::replace_keeping(std::string_view content, const std::string& copy) {
  const std::wstring next = beside(target_, L".new");
  const std::wstring kept = to_utf16(copy);
  DWORD error = write_new(next, content);
  if (error == 0) {
    error = change_past_readers(
        [&] { return ::ReplaceFileW(target_.c_str(), next.c_str(), kept.c_str(), 0, nullptr, nullptr); });
    // The one failure in which the file has its other name already.
    if (error == ERROR_UNABLE_TO_MOVE_REPLACEMENT_2 && move_over(kept, target_) != 0) {
      return failure(ErrorCode::kIo,
                     fmt::format("{0} could not be replaced, and now is called {1}. Give it its name back.",
                                 to_utf8(target_), copy),
                     describe_windows_error(error));
    }
  }
  if (error == 0) return {};
  ::DeleteFileW(next.c_str());
  return cannot_write(to_utf8(target_), error);
}

Result<void> AtomicFile::remove() {
  const DWORD error = change_past_readers([&] { return ::DeleteFileW(target_.c_str()); });
  if (error == 0 || error == ERROR_FILE_NOT_FOUND) return {};
  return cannot_write(to_utf8(target_), error);
}

}  // namespace sallyport
