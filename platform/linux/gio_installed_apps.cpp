#include "platform/linux/gio_installed_apps.hpp"

#include <fmt/format.h>
#include <gio/gdesktopappinfo.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "platform/linux/exec_codes.hpp"
#include "platform/linux/exec_line.hpp"
#include "platform/linux/glib_pointer.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr const char* kClientKey = "X-Sallyport-Client";
constexpr std::string_view kOwnEntry = "io.github.sallyport.Sallyport.desktop";

std::string text_of(char* owned) {
  const GLibPointer<char> text(owned);
  return text ? text.get() : std::string();
}

class AppInfos {
 public:
  AppInfos() : infos_(g_app_info_get_all()) {}
  ~AppInfos() { g_list_free_full(infos_, g_object_unref); }
  AppInfos(const AppInfos&) = delete;
  AppInfos& operator=(const AppInfos&) = delete;

  template <typename Visit>
  void for_each(Visit visit) const {
    for (GList* node = infos_; node != nullptr; node = node->next) {
      if (G_IS_DESKTOP_APP_INFO(node->data)) visit(G_DESKTOP_APP_INFO(node->data));
    }
  }

 private:
  GList* infos_;
};

struct KeyFileDeleter {
  void operator()(GKeyFile* file) const { g_key_file_free(file); }
};

/// A desktop entry's file, read as the desktop reads it.
class EntryFile {
 public:
  [[nodiscard]] static std::optional<EntryFile> load(const fs::path& path) {
    EntryFile entry;
    entry.path_ = path;
    if (!g_key_file_load_from_file(entry.file_.get(), path.c_str(), G_KEY_FILE_NONE, nullptr)) return std::nullopt;
    return entry;
  }

  [[nodiscard]] const fs::path& path() const { return path_; }
  [[nodiscard]] std::string string(const char* key) const {
    return text_of(g_key_file_get_string(file_.get(), G_KEY_FILE_DESKTOP_GROUP, key, nullptr));
  }
  [[nodiscard]] std::string localised(const char* key) const {
    return text_of(g_key_file_get_locale_string(file_.get(), G_KEY_FILE_DESKTOP_GROUP, key, nullptr, nullptr));
  }
  /// Escapes and all.
  [[nodiscard]] std::string raw(const char* key) const {
    return text_of(g_key_file_get_value(file_.get(), G_KEY_FILE_DESKTOP_GROUP, key, nullptr));
  }
  [[nodiscard]] bool is_ours() const { return !raw(kClientKey).empty(); }

 private:
  std::unique_ptr<GKeyFile, KeyFileDeleter> file_{g_key_file_new()};
  fs::path path_;
};

/// By precedence.
std::vector<fs::path> applications_folders() {
  std::vector<fs::path> folders{fs::path(g_get_user_data_dir()) / "applications"};
  for (const char* const* directory = g_get_system_data_dirs(); *directory != nullptr; ++directory) {
    folders.push_back(fs::path(*directory) / "applications");
  }
  return folders;
}

/// The id of an entry's file: its path below its applications folder, with `-` for `/`; elsewhere its name.
std::string desktop_id_of(const fs::path& path) {
  for (const fs::path& folder : applications_folders()) {
    const fs::path below = path.lexically_relative(folder);
    if (below.empty() || *below.begin() == "..") continue;
    std::string id = below.native();
    std::replace(id.begin(), id.end(), '/', '-');
    return id;
  }
  return path.filename();
}

/// The file of `id` in `folder`: each `-` may stand for a subfolder.
fs::path find_entry(const fs::path& folder, std::string_view id) {
  std::error_code ignored;
  const fs::path direct = folder / id;
  if (fs::is_regular_file(direct, ignored)) return direct;
  for (auto dash = id.find('-'); dash != std::string_view::npos; dash = id.find('-', dash + 1)) {
    const fs::path subfolder = folder / id.substr(0, dash);
    if (dash == 0 || !fs::is_directory(subfolder, ignored)) continue;
    if (auto found = find_entry(subfolder, id.substr(dash + 1)); !found.empty()) return found;
  }
  return {};
}

/// The first entry of that id that is not Sallyport's.
std::optional<EntryFile> find_app_entry(std::string_view id) {
  for (const fs::path& folder : applications_folders()) {
    const fs::path path = find_entry(folder, id);
    if (path.empty()) continue;
    auto entry = EntryFile::load(path);
    if (entry && !entry->is_ours()) return entry;
  }
  return std::nullopt;
}

tl::unexpected<Error> unusable(const EntryFile& entry, std::string_view reason) {
  return failure(ErrorCode::kInvalidValue,
                 fmt::format("The desktop entry {} {}. Add the app by its command.", entry.path().native(), reason));
}

Result<Client> to_client(const EntryFile& entry) {
  if (entry.string("Type") != "Application") return unusable(entry, "describes no app");
  const std::string exec = entry.raw("Exec");
  if (exec.empty()) {
    return unusable(entry, entry.string("DBusActivatable") == "true" ? "is started over D-Bus and names no command"
                                                                     : "names no command");
  }
  const auto arguments = parse_exec_line(exec);
  if (!arguments) return tl::unexpected(arguments.error());

  Client client;
  client.name = entry.localised("Name");
  std::vector<std::string> command =
      expand_exec_codes(*arguments, {client.name, entry.localised("Icon"), entry.path().native()});
  if (command.empty() || command.front().empty() || command.front() == kFilesArgument) {
    return unusable(entry, "names no command");
  }
  client.command = std::move(command.front());
  client.arguments.assign(std::make_move_iterator(command.begin() + 1), std::make_move_iterator(command.end()));
  if (std::string directory = entry.string("Path"); directory.starts_with('/')) client.directory = std::move(directory);
  client.desktop_id = desktop_id_of(entry.path());
  if (client.name.empty()) client.name = fs::path(client.command).filename();
  return client;
}

}  // namespace

std::vector<InstalledApp> GioInstalledApps::list() {
  std::vector<std::pair<std::string, InstalledApp>> apps;  // with their sort keys
  AppInfos().for_each([&apps](GDesktopAppInfo* info) {
    GAppInfo* app = G_APP_INFO(info);
    const char* id = g_app_info_get_id(app);
    const char* path = g_desktop_app_info_get_filename(info);
    if (id == nullptr || path == nullptr || id == kOwnEntry || !g_app_info_should_show(app)) return;
    if (g_desktop_app_info_has_key(info, kClientKey)) return;
    const char* command_line = g_app_info_get_commandline(app);
    const char* name = g_app_info_get_display_name(app);
    apps.emplace_back(text_of(g_utf8_collate_key(name, -1)),
                      InstalledApp{id, path, name, command_line == nullptr ? "" : command_line,
                                   text_of(g_desktop_app_info_get_string(info, G_KEY_FILE_DESKTOP_KEY_ICON))});
  });
  std::sort(apps.begin(), apps.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<InstalledApp> sorted;
  sorted.reserve(apps.size());
  for (auto& [key, app] : apps) sorted.push_back(std::move(app));
  return sorted;
}

Result<Client> GioInstalledApps::import(std::string_view desktop_id_or_path) {
  std::string id(desktop_id_or_path);
  if (id.find('/') != std::string::npos) {
    std::error_code ignored;
    const fs::path path = fs::absolute(id, ignored).lexically_normal();
    const auto entry = EntryFile::load(path);
    if (!entry) {
      return failure(ErrorCode::kUnknownName,
                     fmt::format("{} is no desktop entry that can be read. Name a file that ends in .desktop.", id));
    }
    if (!entry->is_ours()) return to_client(*entry);
    id = desktop_id_of(path);
  }
  if (!id.ends_with(".desktop")) id += ".desktop";
  const auto entry = find_app_entry(id);
  if (!entry) {
    return failure(
        ErrorCode::kUnknownName,
        fmt::format("No installed app has the desktop entry \"{}\". `sallyport client import` lists them.", id));
  }
  return to_client(*entry);
}

std::string GioInstalledApps::icon_of(const Client& client) {
  if (!client.desktop_id.empty()) {
    if (const auto entry = find_app_entry(client.desktop_id)) return entry->localised("Icon");
  }
  const fs::path program = fs::path(client.command).filename();
  if (program.empty()) return {};
  std::string icon;
  AppInfos().for_each([&](GDesktopAppInfo* info) {
    const char* executable = g_app_info_get_executable(G_APP_INFO(info));
    if (!icon.empty() || executable == nullptr || fs::path(executable).filename() != program) return;
    icon = text_of(g_desktop_app_info_get_string(info, G_KEY_FILE_DESKTOP_KEY_ICON));
  });
  return icon;
}

}  // namespace sallyport
