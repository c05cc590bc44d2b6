#include "platform/macos/bundle_menu_entries.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "platform/macos/mac_paths.hpp"
#include "platform/posix/atomic_file.hpp"
#include "platform/posix/new_file.hpp"
#include "platform/posix/regular_file.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSuffix = ".app";
constexpr std::size_t kMaximumSize = std::size_t{256} * 1024;
constexpr std::chrono::seconds kLockWait{5};
/// What the Finder puts into a folder: a custom icon, and how its window looks.
constexpr std::array<std::string_view, 2> kFinderFiles = {"Icon\r", ".DS_Store"};

bool is_there(const std::string& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

Result<std::string> read_text(const std::string& path) {
  auto file = read_regular_file(path, kMaximumSize);
  if (!file) return tl::unexpected(std::move(file.error()));
  return *file ? std::move((*file)->text) : std::string();
}

Result<ClientBundle> read_bundle(const std::string& path) {
  std::error_code ignored;
  if (fs::is_symlink(fs::symlink_status(path, ignored))) return ClientBundle();
  auto info = read_text(fmt::format("{}/{}", path, ClientBundle::kInfo));
  if (!info) return tl::unexpected(std::move(info.error()));
  auto script = read_text(fmt::format("{}/{}", path, ClientBundle::kScript));
  if (!script) return tl::unexpected(std::move(script.error()));
  return ClientBundle{*std::move(info), *std::move(script)};
}

/// Whether nothing is in the bundle but what was written there, and what the Finder leaves.
bool holds_only_ours(const std::string& path) {
  std::error_code error;
  for (fs::recursive_directory_iterator each(path, error), end; !error && each != end; each.increment(error)) {
    const std::string below = each->path().lexically_relative(path).string();
    const bool is_folder = each->is_directory(error) && !each->is_symlink(error);
    const bool is_ours =
        is_folder ? ClientBundle::kInfo.starts_with(below + '/') || ClientBundle::kScript.starts_with(below + '/')
                  : below == ClientBundle::kInfo || below == ClientBundle::kScript;
    const std::string name = each->path().filename().string();
    if (!is_ours && std::find(kFinderFiles.begin(), kFinderFiles.end(), name) == kFinderFiles.end()) return false;
  }
  return !error;
}

/// Whose the bundle at `path` is; nobody's of ours when it cannot be read.
BundleSeal seal_at(const std::string& path) {
  const auto bundle = read_bundle(path);
  if (!bundle) return {};
  BundleSeal seal = read_bundle_seal(*bundle);
  seal.unchanged = seal.unchanged && holds_only_ours(path);
  return seal;
}

tl::unexpected<Error> was_changed(const std::string& path) {
  return failure(ErrorCode::kAlreadyExists,
                 fmt::format("The app {} was changed since Sallyport wrote it, and was left as it is. Remove it "
                             "yourself when you do not need your changes.",
                             path));
}

tl::unexpected<Error> cannot_write(const std::string& path, const std::error_code& error) {
  return failure(ErrorCode::kIo, fmt::format("The app {} cannot be written: {}.", path, error.message()),
                 error.message());
}

}  // namespace

BundleMenuEntries::BundleMenuEntries(std::string folder, std::vector<std::string> launcher, SetIcon set_icon)
    : folder_(std::move(folder)), launcher_(std::move(launcher)), set_icon_(std::move(set_icon)) {}

std::vector<std::string> BundleMenuEntries::places_of(const Client& client) const {
  const std::string name = bundle_name(client);
  return {fmt::format("{}/{}{}", folder_, name, kSuffix),
          fmt::format("{}/{} ({}){}", folder_, name, client.id, kSuffix)};
}

std::vector<std::string> BundleMenuEntries::bundles_of(const Client& client) const {
  std::vector<std::string> found;
  std::error_code ignored;
  for (const auto& each : fs::directory_iterator(folder_, ignored)) {
    const std::string path = each.path().string();
    if (path.ends_with(kSuffix) && seal_at(path).client_id == client.id) found.push_back(path);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<std::string> BundleMenuEntries::add(const Client& client) {
  if (!launcher_.empty() && is_translocated(launcher_.front())) {
    return failure(ErrorCode::kIo, "Move Sallyport to the Applications folder first, and open it from there.");
  }
  auto lock = AtomicFile::lock(folder_ + "/clients", kLockWait);
  if (!lock) return tl::unexpected(std::move(lock.error()));
  const auto places = places_of(client);
  const auto place = std::find_if(places.begin(), places.end(), [&](const std::string& path) {
    return !is_there(path) || seal_at(path).client_id == client.id;
  });
  if (place == places.end()) {
    return failure(
        ErrorCode::kAlreadyExists,
        fmt::format("The app {} is not Sallyport's, and was left as it is. Move it away first.", places.back()));
  }
  const bool was_there = is_there(*place);
  if (was_there && !seal_at(*place).unchanged) return was_changed(*place);
  const ClientBundle bundle = make_client_bundle(client, launcher_);
  const auto present = was_there ? read_bundle(*place) : ClientBundle();
  if (!present || *present != bundle) {
    if (auto written = write(*place, bundle); !written) return tl::unexpected(std::move(written.error()));
    if (set_icon_) set_icon_(*place, client);
  }
  // Left from before the client had this name, or when that name was taken.
  for (const std::string& old : bundles_of(client)) {
    std::error_code ignored;
    if (old != *place && seal_at(old).unchanged) fs::remove_all(old, ignored);
  }
  if (place == places.begin() || was_there) return std::string();
  return fmt::format("The app {} was left as it is. The new app {} beside it starts the client through Sallyport.",
                     places.front(), *place);
}

Result<void> BundleMenuEntries::write(const std::string& path, const ClientBundle& bundle) const {
  const std::string next = folder_ + "/.next";
  const std::string last = folder_ + "/.last";
  std::error_code error;
  // Only a killed writer leaves them: we hold the lock.
  for (const std::string& left : {next, last}) fs::remove_all(left, error);
  fs::create_directories(fs::path(next + "/" + std::string(ClientBundle::kScript)).parent_path(), error);
  if (error) return cannot_write(path, error);
  constexpr mode_t kDocument = 0644;
  constexpr mode_t kProgram = 0755;
  const auto create = [&](std::string_view below, std::string_view text, mode_t mode) {
    return std::error_code(create_new_file(fmt::format("{}/{}", next, below), text, mode), std::generic_category());
  };
  if ((error = create(ClientBundle::kInfo, bundle.info, kDocument))) return cannot_write(path, error);
  if ((error = create(ClientBundle::kScript, bundle.script, kProgram))) return cannot_write(path, error);
  if (is_there(path)) fs::rename(path, last, error);
  if (error) return cannot_write(path, error);
  fs::rename(next, path, error);
  if (error) {
    std::error_code ignored;
    fs::rename(last, path, ignored);
    return cannot_write(path, error);
  }
  fs::remove_all(last, error);
  return {};
}

Result<void> BundleMenuEntries::remove(const Client& client) {
  for (const std::string& path : bundles_of(client)) {
    auto lock = AtomicFile::lock(folder_ + "/clients", kLockWait);
    if (!lock) return tl::unexpected(std::move(lock.error()));
    if (!seal_at(path).unchanged) return was_changed(path);
    std::error_code error;
    fs::remove_all(path, error);
    if (error) return cannot_write(path, error);
  }
  return {};
}

bool BundleMenuEntries::has(const Client& client) { return !bundles_of(client).empty(); }

std::vector<MenuEntry> BundleMenuEntries::list() {
  std::vector<MenuEntry> entries;
  std::error_code ignored;
  for (const auto& each : fs::directory_iterator(folder_, ignored)) {
    const std::string path = each.path().string();
    if (!path.ends_with(kSuffix)) continue;
    if (const auto bundle = read_bundle(path); !bundle) {
      // The folder is ours: so will this be.
      entries.push_back({path, each.path().stem().string(), {}, bundle.error().message});
    } else if (const BundleSeal seal = read_bundle_seal(*bundle); !seal.client_id.empty()) {
      entries.push_back(
          {path, seal.client_id, seal.program,
           seal.program.empty() ? fmt::format("The app {} names no program that can be read.", path) : std::string()});
    }
  }
  std::sort(entries.begin(), entries.end(), [](const MenuEntry& a, const MenuEntry& b) { return a.path < b.path; });
  return entries;
}

}  // namespace sallyport
