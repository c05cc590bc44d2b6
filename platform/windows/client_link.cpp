#include "platform/windows/client_link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "platform/windows/command_line.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/file_name.hpp"
#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kForbidden = "<>:\"/\\|?*";
constexpr std::array<std::string_view, 3> kPrograms = {"sallyport.exe", "sallyportw.exe", "sallyport-settings.exe"};

std::string seal_of(const ShellLink& link) {
  const std::string sum =
      stable_name(fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", link.target, link.arguments, link.directory,
                              link.description, link.icon, link.hotkey, link.show_command));
  return fmt::format(" [{}]", sum);
}

std::string_view file_of(std::string_view path) { return path.substr(path.find_last_of("\\/") + 1); }

bool is_device(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};
  const std::string stem = ascii_lower(name.substr(0, name.find('.')));
  const bool is_port =
      stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' && stem[3] <= '9';
  return is_port || std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end();
}

}  // namespace

ShellLink make_client_link(const Client& client, const std::vector<std::string>& launcher, const std::string& icon) {
  std::vector<std::string> arguments(launcher.begin() + 1, launcher.end());
  arguments.insert(arguments.end(), {"launch", client.id, "--"});
  return {.target = launcher.front(),
          .arguments = command_line(arguments),
          .directory = client.directory.empty() ? "%USERPROFILE%" : client.directory,
          .description = fmt::format("Starts {} with the proxy of Sallyport's settings.", link_name(client)),
          .icon = icon,
          .app_id = "Sallyport.Client." + client.id};
}

ShellLink seal_link(ShellLink link) {
  link.description += seal_of(link);
  return link;
}

LinkSeal read_link_seal(const ShellLink& link) {
  if (!starts_sallyport(link)) return {};
  const std::vector<std::string> words = parse_arguments(link.arguments);
  auto word = words.begin();
  if (word != words.end() && *word == "--settings" && words.end() - word > 1) word += 2;
  if (words.end() - word < 2 || *word != "launch" || !is_client_id(word[1])) return {};
  LinkSeal seal{word[1], false};
  ShellLink unsealed = link;
  const auto at = unsealed.description.rfind(" [");
  if (at == std::string::npos) return seal;
  unsealed.description.resize(at);
  seal.unchanged = link.description.substr(at) == seal_of(unsealed);
  return seal;
}

bool starts_sallyport(const ShellLink& link) {
  const std::string program = ascii_lower(file_of(link.target));
  return std::find(kPrograms.begin(), kPrograms.end(), program) != kPrograms.end();
}

std::string link_name(const Client& client) {
  const std::string name = file_name(client.name, kForbidden);
  const std::string& shown = name.empty() ? client.id : name;
  return is_device(shown) ? "_" + shown : shown;
}

}  // namespace sallyport
