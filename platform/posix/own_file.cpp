#include "platform/own_file.hpp"

#include "platform/posix/atomic_file.hpp"
#include "platform/posix/regular_file.hpp"

namespace sallyport {

Result<std::optional<std::string>> read_file(const std::string& path, std::size_t limit) {
  auto file = read_regular_file(path, limit);
  if (!file) return tl::unexpected(std::move(file.error()));
  if (!*file) return std::nullopt;
  return std::move((*file)->text);
}

Result<void> update_own_file(
    const std::string& path, std::size_t limit, std::chrono::milliseconds wait,
    const std::function<std::optional<std::string>(const std::optional<std::string>& text)>& edit) {
  auto file = AtomicFile::lock(path, wait);
  if (!file) return tl::unexpected(std::move(file.error()));
  const auto edited = edit(read_file(path, limit).value_or(std::nullopt));
  return edited ? file->replace(*edited, 0600) : Result<void>();
}

Result<std::shared_ptr<const void>> lock_own_file(const std::string& path, std::chrono::milliseconds wait) {
  auto file = AtomicFile::lock(path, wait);
  if (!file) return tl::unexpected(std::move(file.error()));
  return std::make_shared<const AtomicFile>(*std::move(file));
}

}  // namespace sallyport
