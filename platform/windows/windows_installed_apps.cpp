#include "platform/windows/windows_installed_apps.hpp"

#include <fmt/format.h>
#include <windows.h>

// After windows.h, which it needs.
#include <shellapi.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "platform/path_program_finder.hpp"
#include "platform/windows/client_link.hpp"
#include "platform/windows/com_thread.hpp"
#include "platform/windows/command_line.hpp"
#include "platform/windows/known_folder.hpp"
#include "platform/windows/shell_link.hpp"
#include "platform/windows/utf16.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) { return to_utf8(path.wstring()); }

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool is_link(const fs::path& path) { return ascii_lower(text_of(path.extension())) == kShellLinkEnding; }

/// Documents and folders have links, too.
bool is_program(std::string_view target) {
  static constexpr std::array kEndings = {".exe", ".com", ".bat", ".cmd"};
  const std::string lower = ascii_lower(target);
  return std::any_of(kEndings.begin(), kEndings.end(), [&](const char* ending) { return lower.ends_with(ending); });
}

bool uninstalls(const ShellLink& link) {
  const std::string program = ascii_lower(text_of(fs::path(to_utf16(link.target)).filename()));
  return program.starts_with("unins") || program == "msiexec.exe";
}

/// As Explorer shows it, localised where the link's folder says so (SHGetFileInfoW:
/// learn.microsoft.com/en-us/windows/win32/api/shellapi/nf-shellapi-shgetfileinfow).
std::string shown_name(const std::string& path) {
  SHFILEINFOW info{};
  std::string name;
  if (::SHGetFileInfoW(to_utf16(path).c_str(), 0, &info, sizeof(info), SHGFI_DISPLAYNAME) != 0) {
    name = to_utf8(info.szDisplayName);
  }
  if (name.empty()) name = text_of(fs::path(to_utf16(path)).filename());
  if (ascii_lower(name).ends_with(kShellLinkEnding)) name.resize(name.size() - kShellLinkEnding.size());
  return name;
}

std::string icon_of_link(const ShellLink& link) { return link.icon.empty() ? link.target + ",0" : link.icon; }

std::string command_line_of(const ShellLink& link) {
  const std::string line = command_line(link.target, {});
  return link.arguments.empty() ? line : line + " " + link.arguments;
}

bool comes_before(const InstalledApp& a, const InstalledApp& b) {
  return ::CompareStringEx(LOCALE_NAME_USER_DEFAULT, LINGUISTIC_IGNORECASE, to_utf16(a.name).c_str(), -1,
                           to_utf16(b.name).c_str(), -1, nullptr, nullptr, 0) == CSTR_LESS_THAN;
}

/// The program that Squirrel puts beside its updater for one of the app's; empty when the link is to no such updater.
fs::path squirrel_program(const fs::path& target, const std::vector<std::string>& arguments) {
  if (ascii_lower(text_of(target.filename())) != "update.exe" || arguments.size() != 2 ||
      ascii_lower(arguments[0]) != "--processstart") {
    return {};
  }
  const fs::path program = target.parent_path() / fs::path(to_utf16(arguments[1])).filename();
  return is_file(program) ? program : fs::path();
}

tl::unexpected<Error> unusable(const std::string& path, std::string_view why) {
  return failure(ErrorCode::kInvalidValue, fmt::format("The link {} {}. Add the app by its command.", path, why));
}

/// An advertised link of Windows Installer's names the file that has its icon: `%SystemRoot%\\Installer\\{…}\\x.exe`.
bool is_installers_stand_in(const std::string& target) {
  std::wstring folder(MAX_PATH, L'\0');
  folder.resize(::GetWindowsDirectoryW(folder.data(), MAX_PATH));
  folder += L"\\Installer\\";
  const std::wstring path = to_utf16(target);
  return path.size() > folder.size() &&
         ::CompareStringOrdinal(path.c_str(), static_cast<int>(folder.size()), folder.c_str(),
                                static_cast<int>(folder.size()), TRUE) == CSTR_EQUAL;
}

Result<Client> to_client(const ShellLink& link, const std::string& path) {
  if (starts_sallyport(link)) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("The link {} starts Sallyport itself. Name the app's own.", path));
  }
  if (link.target.empty()) return unusable(path, "leads to no file");
  if (!is_program(link.target)) return unusable(path, "leads to no program");
  if (is_installers_stand_in(link.target)) return unusable(path, "leads to an icon that Windows Installer keeps");
  Client client;
  client.name = shown_name(path);
  client.arguments = parse_arguments(link.arguments);
  const fs::path target = to_utf16(link.target);
  if (const fs::path program = squirrel_program(target, client.arguments); !program.empty()) {
    client.command = text_of(program);
    client.arguments.clear();
    return client;
  }
  client.command = link.target;
  if (fs::path(to_utf16(link.directory)).is_absolute()) client.directory = link.directory;
  return client;
}

}  // namespace

WindowsInstalledApps::WindowsInstalledApps(std::vector<std::string> folders, Environment environment)
    : folders_(std::move(folders)), environment_(std::move(environment)) {}

std::string WindowsInstalledApps::id_of(const std::string& path) const {
  for (const std::string& folder : folders_) {
    if (ascii_lower(path).starts_with(ascii_lower(folder) + "\\")) return path.substr(folder.size() + 1);
  }
  return path;
}

std::vector<InstalledApp> WindowsInstalledApps::list() {
  const ComThread com;
  std::vector<InstalledApp> apps;
  std::set<std::string> seen;
  for (const std::string& folder : folders_) {
    std::error_code error;
    fs::recursive_directory_iterator each(to_utf16(folder), fs::directory_options::skip_permission_denied, error);
    for (const fs::recursive_directory_iterator end; !error && each != end; each.increment(error)) {
      if (!is_link(each->path())) continue;
      std::string path = text_of(each->path());
      const auto link = read_shell_link(path);
      if (!link || !is_program(link->target) || uninstalls(*link) || starts_sallyport(*link)) continue;
      std::string id = id_of(path);
      if (!seen.insert(ascii_lower(id)).second) continue;
      std::string name = shown_name(path);
      apps.push_back({std::move(id), std::move(path), std::move(name), command_line_of(*link), icon_of_link(*link)});
    }
  }
  std::sort(apps.begin(), apps.end(), comes_before);
  return apps;
}

std::string WindowsInstalledApps::find(std::string_view desktop_id_or_path) const {
  fs::path given = to_utf16(desktop_id_or_path);
  given.make_preferred();
  if (!is_link(given)) given += to_utf16(kShellLinkEnding);
  if (given.is_absolute()) return is_file(given) ? text_of(given.lexically_normal()) : std::string();
  for (const std::string& folder : folders_) {
    if (const fs::path path = to_utf16(folder) / given; is_file(path)) return text_of(path.lexically_normal());
  }
  return {};
}

Result<Client> WindowsInstalledApps::import(std::string_view desktop_id_or_path) {
  const ComThread com;
  const std::string path = find(desktop_id_or_path);
  if (path.empty()) {
    return failure(ErrorCode::kUnknownName,
                   fmt::format("The Start Menu has no link \"{}\". `sallyport client import` lists those that it has.",
                               desktop_id_or_path));
  }
  const auto link = read_shell_link(path);
  if (!link) return unusable(path, "cannot be read");
  auto client = to_client(*link, path);
  if (client) client->desktop_id = id_of(path);
  return client;
}

std::string WindowsInstalledApps::icon_of(const Client& client) {
  if (!client.desktop_id.empty()) {
    if (const auto link = read_shell_link(find(client.desktop_id)); link && !starts_sallyport(*link)) {
      return icon_of_link(*link);
    }
  }
  const auto program = PathProgramFinder().find(client.command, environment_, client.directory);
  return program ? *program + ",0" : std::string();
}

std::vector<std::string> start_menu_folders() {
  return {text_of(known_folder(FOLDERID_Programs)), text_of(known_folder(FOLDERID_CommonPrograms))};
}

}  // namespace sallyport
