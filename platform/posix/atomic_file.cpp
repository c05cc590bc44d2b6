#include "platform/posix/atomic_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <thread>
#include <utility>

#include "platform/posix/new_file.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_write(const std::string& path, int error) {
  const std::string reason = std::generic_category().message(error);
  return failure(ErrorCode::kIo, fmt::format("{} cannot be written: {}. It is as it was before.", path, reason),
                 reason);
}

/// The file that `path` leads to, which need not exist.
Result<std::string> follow_links(const std::string& path) {
  constexpr int kMaximumLinks = 40;  // as the kernel's
  fs::path target = path;
  std::error_code ignored;
  for (int links = 0; fs::is_symlink(fs::symlink_status(target, ignored)); ++links) {
    if (links == kMaximumLinks) return cannot_write(path, ELOOP);
    std::error_code error;
    const fs::path next = fs::read_symlink(target, error);
    if (error) return cannot_write(path, error.value());
    target = target.parent_path() / next;
  }
  if (target != fs::path(path) && !fs::exists(target.parent_path(), ignored))
    return failure(ErrorCode::kIo,
                   fmt::format("{} is a link to {}, whose folder does not exist. Make the folder, or remove the link.",
                               path, target.string()));
  return target.string();
}

/// Makes `directory` and what is missing above it, and appends to `made` what it made, outermost first.
Result<void> make_folders(const std::string& directory, std::vector<std::string>& made) {
  std::vector<std::string> missing;
  std::error_code ignored;
  for (fs::path folder = directory; !folder.empty() && !fs::exists(fs::symlink_status(folder, ignored));
       folder = folder.parent_path())
    missing.push_back(folder.string());
  for (auto folder = missing.rbegin(); folder != missing.rend(); ++folder) {
    if (::mkdir(folder->c_str(), 0700) == 0) {
      ::chmod(folder->c_str(), 0700);  // whatever the umask took away
      made.push_back(*folder);
    } else if (errno != EEXIST) {  // another writer may have been faster
      const std::string reason = std::generic_category().message(errno);
      return failure(ErrorCode::kIo, fmt::format("The folder {} cannot be made: {}.", *folder, reason), reason);
    }
  }
  return {};
}

/// Whether `path` still names the file that is open.
bool names(const std::string& path, const FileDescriptor& file) {
  struct stat open_file {};
  struct stat named {};
  return ::fstat(file.get(), &open_file) == 0 && ::lstat(path.c_str(), &named) == 0 &&
         open_file.st_dev == named.st_dev && open_file.st_ino == named.st_ino;
}

/// Makes a rename or removal last. What it cannot make last has still been done, so that an error changes nothing.
void sync_folder(const std::string& directory) {
  const FileDescriptor folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder) ::fsync(folder.get());
}

}  // namespace

Result<AtomicFile> AtomicFile::lock(const std::string& path, std::chrono::milliseconds wait) {
  Result<std::string> target = follow_links(path);
  if (!target) return tl::unexpected(target.error());
  AtomicFile file(*std::move(target));
  const auto deadline = std::chrono::steady_clock::now() + wait;
  for (;;) {
    const Result<void> made = make_folders(file.directory_, file.made_);
    if (!made) return tl::unexpected(made.error());
    FileDescriptor lock(::open(file.lock_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!lock && errno == ENOENT && std::chrono::steady_clock::now() < deadline)
      continue;  // a writer that failed removed the folder that it had made
    if (!lock) return cannot_write(path, errno);
    while (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK && errno != EINTR) return cannot_write(path, errno);
      if (std::chrono::steady_clock::now() >= deadline)
        return failure(ErrorCode::kTimedOut,
                       fmt::format("Another program has been writing {} for too long. Try again.", path));
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    // The former holder removed the lock file while we waited for it: whoever comes next makes a new one.
    if (!names(file.lock_path_, lock)) continue;
    file.lock_ = std::move(lock);
    return file;
  }
}

AtomicFile::AtomicFile(std::string target) : target_(std::move(target)) {
  const fs::path path = target_;
  directory_ = path.parent_path().string();
  lock_path_ = path.parent_path() / ("." + path.filename().string() + ".lock");
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : target_(std::move(other.target_)),
      directory_(std::move(other.directory_)),
      lock_path_(std::move(other.lock_path_)),
      made_(std::exchange(other.made_, {})),
      lock_(std::move(other.lock_)) {}

AtomicFile::~AtomicFile() {
  if (lock_) ::unlink(lock_path_.c_str());
  lock_.reset();
  for (auto folder = made_.rbegin(); folder != made_.rend(); ++folder) ::rmdir(folder->c_str());  // empty ones only
}

Result<void> AtomicFile::replace(std::string_view content, mode_t mode, std::optional<gid_t> group) {
  const fs::path path = target_;
  const std::string next = path.parent_path() / ("." + path.filename().string() + ".new");
  // Only a killed writer leaves one: we hold the lock.
  if (::unlink(next.c_str()) != 0 && errno != ENOENT) return cannot_write(target_, errno);
  int error = create_new_file(next, content, mode, group);
  if (error == 0 && ::rename(next.c_str(), target_.c_str()) != 0) {
    error = errno;
    ::unlink(next.c_str());
  }
  if (error != 0) return cannot_write(target_, error);
  sync_folder(directory_);
  return {};
}

Result<void> AtomicFile::remove() {
  if (::unlink(target_.c_str()) != 0 && errno != ENOENT) return cannot_write(target_, errno);
  sync_folder(directory_);
  return {};
}

}  // namespace sallyport
