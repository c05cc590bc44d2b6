#include "platform/windows/windows_menu_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "platform/windows/atomic_file.hpp"
#include "platform/windows/client_link.hpp"
#include "platform/windows/known_folder.hpp"
#include "platform/windows/utf16.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLockWait{5};

bool is_there(const std::string& path) {
  return ::GetFileAttributesW(to_utf16(path).c_str()) != INVALID_FILE_ATTRIBUTES;
}

/// Nobody's of ours when it cannot be read.
LinkSeal seal_at(const std::string& path) {
  const auto link = read_shell_link(path);
  return link ? read_link_seal(*link) : LinkSeal();
}

tl::unexpected<Error> was_changed(const std::string& path) {
  return failure(ErrorCode::kAlreadyExists,
                 fmt::format("The menu entry {} was changed since Sallyport wrote it, and was left as it is. Remove it "
                             "yourself when you do not need your changes.",
                             path));
}

/// The paths of the links in `folder`, sorted.
std::vector<std::string> links_in(const std::string& folder) {
  std::vector<std::string> links;
  std::error_code error;
  for (fs::directory_iterator each(to_utf16(folder), error), end; !error && each != end; each.increment(error)) {
    std::string path = to_utf8(each->path().wstring());
    if (path.ends_with(kShellLinkEnding)) links.push_back(std::move(path));
  }
  std::sort(links.begin(), links.end());
  return links;
}

}  // namespace

WindowsMenuEntries::WindowsMenuEntries(std::string folder, std::vector<std::string> launcher, IconOf icon_of)
    : folder_(std::move(folder)), launcher_(std::move(launcher)), icon_of_(std::move(icon_of)) {}

std::vector<std::string> WindowsMenuEntries::places_of(const Client& client) const {
  const std::string name = link_name(client);
  return {fmt::format("{}\\{}{}", folder_, name, kShellLinkEnding),
          fmt::format("{}\\{} ({}){}", folder_, name, client.id, kShellLinkEnding)};
}

std::vector<std::string> WindowsMenuEntries::links_of(const Client& client) const {
  std::vector<std::string> links = links_in(folder_);
  std::erase_if(links, [&](const std::string& path) { return seal_at(path).client_id != client.id; });
  return links;
}

Result<std::string> WindowsMenuEntries::add(const Client& client) {
  const auto lock = AtomicFile::lock(folder_ + "\\clients", kLockWait);
  if (!lock) return tl::unexpected(lock.error());
  const auto places = places_of(client);
  const auto place = std::find_if(places.begin(), places.end(), [&](const std::string& path) {
    return !is_there(path) || seal_at(path).client_id == client.id;
  });
  if (place == places.end()) {
    return failure(
        ErrorCode::kAlreadyExists,
        fmt::format("The menu entry {} is not Sallyport's, and was left as it is. Move it away first.", places.back()));
  }
  const bool was_there = is_there(*place);
  if (was_there && !seal_at(*place).unchanged) return was_changed(*place);
  if (auto written = write(*place, client); !written) return tl::unexpected(std::move(written.error()));
  // Left from before the client had this name, or when that name was taken.
  for (const std::string& old : links_of(client)) {
    if (old != *place && seal_at(old).unchanged) (void)remove(old);
  }
  if (place == places.begin() || was_there) return std::string();
  return fmt::format(
      "The menu entry {} was left as it is. The new entry {} beside it starts the app through Sallyport.",
      places.front(), *place);
}

Result<void> WindowsMenuEntries::write(const std::string& path, const Client& client) const {
  const ShellLink wanted = make_client_link(client, launcher_, icon_of_ ? icon_of_(client) : std::string());
  // Sealed as the shell gives it back, which is how it will be read.
  const auto draft = render_shell_link(wanted);
  if (!draft) return tl::unexpected(draft.error());
  auto link = parse_shell_link(*draft);
  if (!link) return tl::unexpected(std::move(link.error()));
  link = seal_link(*std::move(link));
  if (const auto present = read_shell_link(path); present && *present == *link) return {};
  link->app_id = wanted.app_id;
  const auto content = render_shell_link(*link);
  if (!content) return tl::unexpected(content.error());
  auto file = AtomicFile::lock(path, kLockWait);
  if (!file) return tl::unexpected(std::move(file.error()));
  return file->replace(*content);
}

Result<void> WindowsMenuEntries::remove(const std::string& path) const {
  auto file = AtomicFile::lock(path, kLockWait);
  if (!file) return tl::unexpected(std::move(file.error()));
  return file->remove();
}

Result<void> WindowsMenuEntries::remove(const Client& client) {
  for (const std::string& path : links_of(client)) {
    if (!seal_at(path).unchanged) return was_changed(path);
    if (auto removed = remove(path); !removed) return removed;
  }
  ::RemoveDirectoryW(to_utf16(folder_).c_str());  // an empty one only
  return {};
}

bool WindowsMenuEntries::has(const Client& client) { return !links_of(client).empty(); }

std::vector<MenuEntry> WindowsMenuEntries::list() {
  std::vector<MenuEntry> entries;
  for (const std::string& path : links_in(folder_)) {
    if (const auto link = read_shell_link(path); !link) {
      // The folder is ours: so will this be.
      entries.push_back({path, to_utf8(fs::path(to_utf16(path)).stem().wstring()), {}, link.error().message});
    } else if (LinkSeal seal = read_link_seal(*link); !seal.client_id.empty()) {
      entries.push_back({path, std::move(seal.client_id), link->target, {}});
    }
  }
  return entries;
}

std::string start_menu_folder() { return to_utf8((known_folder(FOLDERID_Programs) / L"Sallyport").wstring()); }

}  // namespace sallyport
