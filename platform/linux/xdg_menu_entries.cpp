#include "platform/linux/xdg_menu_entries.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "platform/linux/client_entry.hpp"
#include "platform/linux/exec_line.hpp"
#include "platform/posix/atomic_file.hpp"
#include "platform/posix/regular_file.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaximumSize = std::size_t{1024} * 1024;
constexpr std::chrono::seconds kLockWait{5};

Result<std::optional<std::string>> read_entry(const std::string& path) {
  Result<std::optional<RegularFile>> file = read_regular_file(path, kMaximumSize);
  if (!file) return tl::unexpected(file.error());
  if (!*file) return std::nullopt;
  return std::move((*file)->text);
}

bool is_entry_of(const std::string& path, const Client& client) {
  const Result<std::optional<std::string>> text = read_entry(path);
  return text && *text && read_entry_seal(**text).client_id == client.id;
}

/// Fails for an entry that must stay as it is: the user's own, or one that the user changed.
Result<void> check_replaceable(const std::string& path, const std::optional<std::string>& text, const Client& client) {
  std::error_code ignored;
  if (fs::is_symlink(fs::symlink_status(path, ignored)))
    return failure(
        ErrorCode::kAlreadyExists,
        fmt::format("The menu entry {} is a link that is not Sallyport's, and was left as it is. Move it away "
                    "first.",
                    path));
  if (!text) return {};
  const EntrySeal seal = read_entry_seal(*text);
  if (seal.client_id.empty())
    return failure(ErrorCode::kAlreadyExists,
                   fmt::format("The menu entry {} is your own, and was left as it is. Move it away first.", path));
  if (seal.client_id != client.id)
    return failure(ErrorCode::kAlreadyExists,
                   fmt::format("The menu entry {} already starts the client \"{}\", and was left as it is.", path,
                               seal.client_id));
  if (!seal.unchanged)
    return failure(
        ErrorCode::kAlreadyExists,
        fmt::format("The menu entry {} was changed since Sallyport wrote it, and was left as it is. Remove it "
                    "yourself when you do not need your changes.",
                    path));
  return {};
}

bool opens_file_types(const std::optional<std::string>& text) {
  const auto entry = DesktopEntry::parse(text.value_or(""));
  return entry && entry->find(DesktopEntry::kMainGroup, "MimeType");
}

/// Desktops look file types up in a cache beside the entries; an entry that is missing there opens none. Where the
/// program is absent, so is the desktop that reads the cache.
void update_file_types(const std::string& directory) {
  std::string program = "update-desktop-database";
  std::string quiet = "--quiet";
  std::string argument = directory;
  const std::array<char*, 4> arguments{program.data(), quiet.data(), argument.data(), nullptr};
  posix_spawn_file_actions_t streams;
  ::posix_spawn_file_actions_init(&streams);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    ::posix_spawn_file_actions_addopen(&streams, stream, "/dev/null", O_RDWR, 0);
  pid_t child = 0;
  if (::posix_spawnp(&child, program.c_str(), &streams, nullptr, arguments.data(), environ) == 0)
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  ::posix_spawn_file_actions_destroy(&streams);
}

/// `applications/a-b-c.desktop` may also lie in `applications/a/b-c.desktop`, and so on: the desktop id of an entry in
/// a folder has its slashes replaced.
std::vector<std::string> places_of(const std::string& desktop_id) {
  std::vector<std::string> places{desktop_id};
  for (std::size_t i = 0; i < places.size() && places.size() < 64; ++i)
    for (auto dash = places[i].find('-', places[i].rfind('/') + 1); dash != std::string::npos;
         dash = places[i].find('-', dash + 1)) {
      std::string place = places[i];
      place[dash] = '/';
      places.push_back(std::move(place));
    }
  return places;
}

}  // namespace

XdgMenuEntries::XdgMenuEntries(std::string data_home, std::vector<std::string> data_directories,
                               std::vector<std::string> launcher)
    : data_home_(std::move(data_home)),
      data_directories_(std::move(data_directories)),
      launcher_(std::move(launcher)) {}

std::string XdgMenuEntries::own_path_of(const Client& client) const {
  return fmt::format("{}/applications/sallyport-{}.desktop", data_home_, client.id);
}

Result<std::string> XdgMenuEntries::path_of(const Client& client) const {
  const std::string& name = client.desktop_id;
  if (name.empty()) return own_path_of(client);
  if (name.find('/') != std::string::npos || name.starts_with('.') || !name.ends_with(".desktop"))
    return failure(
        ErrorCode::kInvalidValue,
        fmt::format("The client \"{}\" has the desktop id \"{}\", which is no name of a menu entry.", client.id, name));
  return fmt::format("{}/applications/{}", data_home_, name);
}

std::string XdgMenuEntries::taken_by(const Client& client) const {
  if (client.desktop_id.empty()) return {};
  for (const std::string& place : places_of(client.desktop_id)) {
    std::string path = fmt::format("{}/applications/{}", data_home_, place);
    std::error_code ignored;
    if (fs::exists(fs::symlink_status(path, ignored)) && !is_entry_of(path, client)) return path;
  }
  return {};
}

std::optional<DesktopEntry> XdgMenuEntries::original_of(const Client& client) const {
  if (client.desktop_id.empty()) return std::nullopt;
  std::vector<std::string> directories{data_home_};
  directories.insert(directories.end(), data_directories_.begin(), data_directories_.end());
  for (const std::string& directory : directories) {
    for (const std::string& place : places_of(client.desktop_id)) {
      const auto text = read_entry(fmt::format("{}/applications/{}", directory, place));
      if (!text || !*text || !read_entry_seal(**text).client_id.empty()) continue;
      if (auto entry = DesktopEntry::parse(**text)) return *std::move(entry);
    }
  }
  return std::nullopt;
}

std::string XdgMenuEntries::icon_of(const Client& client) const {
  const std::string program = fs::path(client.command).filename();
  const std::string lower = ascii_lower(program);
  std::vector<std::string> directories{data_home_};
  directories.insert(directories.end(), data_directories_.begin(), data_directories_.end());
  std::error_code ignored;
  for (const std::string& icon : {program, lower}) {
    if (icon.empty()) continue;
    for (const fs::path directory : directories) {
      for (const char* type : {".svg", ".png"}) {
        if (fs::exists(directory / "pixmaps" / (icon + type), ignored)) return icon;
        for (const auto& size : fs::directory_iterator(directory / "icons/hicolor", ignored))
          if (fs::exists(size.path() / "apps" / (icon + type), ignored)) return icon;
      }
    }
  }
  return "application-x-executable";
}

Result<std::string> XdgMenuEntries::add(const Client& client) {
  Result<std::string> path = path_of(client);
  if (!path) return path;
  const std::string taken_by_path = taken_by(client);
  const bool is_beside = !taken_by_path.empty();
  if (is_beside) path = own_path_of(client);
  const std::optional<DesktopEntry> original = original_of(client);
  DesktopEntry entry = make_client_entry(client, original ? &*original : nullptr, launcher_, icon_of(client));
  if (is_beside) rename_entry(entry, fmt::format("{} (Sallyport)", client.name));
  const std::string text = seal_entry(std::move(entry), client.id);

  Result<AtomicFile> file = AtomicFile::lock(*path, kLockWait);
  if (!file) return tl::unexpected(file.error());
  const Result<std::optional<std::string>> present = read_entry(*path);
  if (!present) return tl::unexpected(present.error());
  if (const auto replaceable = check_replaceable(*path, *present, client); !replaceable)
    return tl::unexpected(replaceable.error());
  if (*present != text) {
    if (const auto replaced = file->replace(text, 0644); !replaced) return tl::unexpected(replaced.error());
    if (opens_file_types(text) || opens_file_types(*present)) update_file_types(data_home_ + "/applications");
  }
  // Left from the time when the app's own name was taken.
  if (const std::string own = own_path_of(client); own != *path && is_entry_of(own, client))
    if (const auto removed = remove(client, own); !removed) return tl::unexpected(removed.error());
  if (!is_beside || *present) return std::string();
  return fmt::format(
      "The menu entry {} was left as it is. The new entry \"{} (Sallyport)\" beside it starts the app through "
      "Sallyport.",
      taken_by_path, client.name);
}

Result<void> XdgMenuEntries::remove(const Client& client) {
  const Result<std::string> path = path_of(client);
  if (!path) return {};
  for (const std::string& ours : {*path, own_path_of(client)})
    if (const auto removed = remove(client, ours); !removed) return removed;
  return {};
}

Result<void> XdgMenuEntries::remove(const Client& client, const std::string& path) const {
  if (!is_entry_of(path, client)) return {};
  Result<AtomicFile> file = AtomicFile::lock(path, kLockWait);
  if (!file) return tl::unexpected(file.error());
  const Result<std::optional<std::string>> present = read_entry(path);
  if (!present) return tl::unexpected(present.error());
  if (!*present) return {};
  if (const auto replaceable = check_replaceable(path, *present, client); !replaceable) return replaceable;
  if (const auto removed = file->remove(); !removed) return removed;
  if (opens_file_types(*present)) update_file_types(data_home_ + "/applications");
  return {};
}

bool XdgMenuEntries::has(const Client& client) {
  const Result<std::string> path = path_of(client);
  return path && (is_entry_of(*path, client) || is_entry_of(own_path_of(client), client));
}

std::vector<MenuEntry> XdgMenuEntries::list() {
  constexpr std::string_view kOwnName = "sallyport-";
  constexpr std::string_view kSuffix = ".desktop";
  std::vector<MenuEntry> entries;
  std::error_code ignored;
  for (const auto& each : fs::directory_iterator(data_home_ + "/applications", ignored)) {
    const std::string name = each.path().filename();
    if (!name.ends_with(kSuffix)) continue;
    MenuEntry entry{each.path(), {}, {}, {}};
    if (const auto text = read_entry(entry.path); !text) {
      if (!name.starts_with(kOwnName)) continue;
      entry.client_id = name.substr(kOwnName.size(), name.size() - kOwnName.size() - kSuffix.size());
      entry.problem = text.error().message;
    } else if (*text) {
      entry.client_id = read_entry_seal(**text).client_id;
      const auto parsed = DesktopEntry::parse(**text);
      const std::string* command = parsed ? parsed->find(DesktopEntry::kMainGroup, "Exec") : nullptr;
      const auto arguments = parse_exec_line(command == nullptr ? std::string_view() : *command);
      if (arguments) {
        entry.program = arguments->front();
      } else {
        entry.problem = fmt::format("The menu entry {} names no command that can be read.", entry.path);
      }
    }
    if (!entry.client_id.empty()) entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const MenuEntry& a, const MenuEntry& b) { return a.path < b.path; });
  return entries;
}

}  // namespace sallyport
