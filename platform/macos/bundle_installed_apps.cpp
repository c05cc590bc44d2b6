#include "platform/macos/bundle_installed_apps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "platform/macos/app_bundle.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOwnIdentifier = "io.github.sallyport.Sallyport";
constexpr int kDeepest = 1;

Client to_client(const AppBundle& app) {
  Client client;
  client.name = app.name;
  client.command = app.executable;
  client.desktop_id = app.identifier;
  return client;
}

}  // namespace

BundleInstalledApps::BundleInstalledApps(std::vector<std::string> folders, std::string icons)
    : folders_(std::move(folders)), icons_(std::move(icons)) {}

std::vector<InstalledApp> BundleInstalledApps::list() {
  std::vector<InstalledApp> apps;
  for (const std::string& folder : folders_) {
    std::error_code error;
    fs::recursive_directory_iterator each(folder, fs::directory_options::skip_permission_denied, error);
    for (const fs::recursive_directory_iterator end; !error && each != end; each.increment(error)) {
      const bool is_app = each->path().extension() == ".app";
      if (is_app || each.depth() == kDeepest) each.disable_recursion_pending();
      if (!is_app) continue;
      const AppBundle app = read_app_bundle(each->path().string());
      if (app.path.empty() || app.is_client || app.identifier == kOwnIdentifier) continue;
      apps.push_back({app.identifier, app.path, app.name, app.executable, icon_at(app.path)});
    }
  }
  std::sort(apps.begin(), apps.end(),
            [](const InstalledApp& a, const InstalledApp& b) { return ascii_lower(a.name) < ascii_lower(b.name); });
  return apps;
}

Result<Client> BundleInstalledApps::import(std::string_view desktop_id_or_path) {
  const std::string given(desktop_id_or_path);
  std::string path = given;
  if (given.find('/') == std::string::npos) {
    path = find_app_bundle(given);
  } else {
    std::error_code ignored;
    path = fs::absolute(given, ignored).lexically_normal().string();
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  }
  const AppBundle app = path.empty() ? AppBundle() : read_app_bundle(path);
  if (app.path.empty()) {
    return failure(ErrorCode::kUnknownName,
                   fmt::format("There is no app \"{}\". Name its bundle, such as /Applications/Postman.app; `sallyport "
                               "client import` lists them.",
                               given));
  }
  if (app.is_client) {
    return failure(ErrorCode::kInvalidValue,
                   fmt::format("The app {} is one that Sallyport wrote for a client. Name the app itself.", app.path));
  }
  return to_client(app);
}

std::string BundleInstalledApps::icon_of(const Client& client) {
  std::string bundle = bundle_around(client.command);
  if (bundle.empty() && !client.desktop_id.empty()) bundle = find_app_bundle(client.desktop_id);
  return bundle.empty() ? std::string() : icon_at(bundle);
}

std::string BundleInstalledApps::icon_at(const std::string& bundle) const {
  std::error_code error;
  const auto changed = fs::last_write_time(bundle, error).time_since_epoch().count();
  std::string file = fmt::format("{}/{}.png", icons_, stable_name(fmt::format("{}\n{}", bundle, changed)));
  if (fs::exists(file, error)) return file;
  fs::create_directories(icons_, error);
  return write_icon(bundle, file) ? file : std::string();
}

std::vector<std::string> application_folders(const std::string& home) {
  return {"/Applications", "/System/Applications", home + "/Applications"};
}

}  // namespace sallyport
