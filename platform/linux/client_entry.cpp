#include "platform/linux/client_entry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <optional>
#include <span>
#include <vector>

#include "platform/linux/exec_line.hpp"

namespace sallyport {
namespace {

using Arguments = std::vector<std::string>;

constexpr std::string_view kClientKey = "X-Sallyport-Client";
constexpr std::string_view kSealKey = "X-Sallyport-Seal";

std::string action_group(std::string_view action) { return fmt::format("Desktop Action {}", action); }

/// The arguments of an Exec key; empty when there is none that can be read.
Arguments exec_of(const DesktopEntry& entry, std::string_view group) {
  const std::string* line = entry.find(group, "Exec");
  return line ? parse_exec_line(*line).value_or(Arguments{}) : Arguments{};
}

/// `LAUNCHER WORDS…`; the words may be field codes.
Arguments command_of(const Arguments& launcher, const Arguments& words) {
  Arguments command;
  for (const std::string& word : launcher) command.push_back(exec_literal(word));
  command.insert(command.end(), words.begin(), words.end());
  return command;
}

std::string launch_line(const Arguments& launcher, const Client& client, std::span<const std::string> opened) {
  Arguments arguments = command_of(launcher, {"launch", client.id});
  if (!opened.empty()) arguments.emplace_back("--");
  arguments.insert(arguments.end(), opened.begin(), opened.end());
  return render_exec_line(arguments);
}

/// What stands in `action` where `app` has the files that it opens; empty optional when `action` is another command.
std::optional<Arguments> opened_in(const Arguments& action, const Arguments& app) {
  if (action.empty() || app.empty()) return std::nullopt;
  const auto files = std::find_if(app.begin(), app.end(), is_files_code);
  const auto before = files - app.begin();
  const auto after = files == app.end() ? 0 : app.end() - files - 1;
  if (std::ssize(action) < before + after || !std::equal(app.begin(), files, action.begin()) ||
      !std::equal(app.end() - after, app.end(), action.end() - after))
    return std::nullopt;
  return Arguments(action.begin() + before, action.end() - after);
}

/// The app's own actions, started through Sallyport; those that cannot be are removed.
std::vector<std::string> keep_actions(DesktopEntry& entry, const DesktopEntry& original, const Arguments& app,
                                      const Client& client, const Arguments& launcher) {
  std::vector<std::string> kept;
  const std::string* listed = original.find(DesktopEntry::kMainGroup, "Actions");
  for (const std::string& action : split_entry_list(listed ? *listed : "")) {
    const DesktopEntry::Group* group = original.find_group(action_group(action));
    if (!group || std::count(kept.begin(), kept.end(), action)) continue;
    const auto opened = opened_in(exec_of(original, group->name), app);
    if (!opened) continue;
    for (const auto& [key, value] : group->keys) entry.set(group->name, key, value);
    entry.set(group->name, "Exec", launch_line(launcher, client, *opened));
    kept.push_back(action);
  }
  return kept;
}

DesktopEntry entry_of_client(const Client& client, const Arguments& launcher, std::string_view icon) {
  DesktopEntry entry;
  const auto set = [&](std::string_view key, std::string_view value) {
    entry.set(DesktopEntry::kMainGroup, key, escape_entry_string(value));
  };
  set("Type", "Application");
  set("Name", client.name);
  set("Comment", fmt::format("Start {} with the proxy that is set in Sallyport", client.name));
  set("Icon", icon);
  entry.set(DesktopEntry::kMainGroup, "Exec", launch_line(launcher, client, Arguments{"%U"}));
  set("Terminal", "false");
  set("Categories", "Network;");
  return entry;
}

DesktopEntry entry_over(const DesktopEntry& original, const Arguments& app, const Client& client,
                        const Arguments& launcher) {
  DesktopEntry entry;
  for (const auto& [key, value] : original.find_group(DesktopEntry::kMainGroup)->keys)
    entry.set(DesktopEntry::kMainGroup, key, value);
  for (const char* key : {"DBusActivatable", "TryExec", "Hidden", "NoDisplay"})
    entry.remove(DesktopEntry::kMainGroup, key);
  const auto files = std::find_if(app.begin(), app.end(), is_files_code);
  entry.set(DesktopEntry::kMainGroup, "Exec",
            launch_line(launcher, client, files == app.end() ? Arguments{} : Arguments{*files}));
  return entry;
}

std::string checksum(std::string_view text) {
  boost::crc_32_type sum;
  sum.process_bytes(text.data(), text.size());
  return fmt::format("{:08x}", sum.checksum());
}

}  // namespace

DesktopEntry make_client_entry(const Client& client, const DesktopEntry* original,
                               const std::vector<std::string>& launcher, std::string_view icon) {
  const Arguments app = original ? exec_of(*original, DesktopEntry::kMainGroup) : Arguments{};
  DesktopEntry entry =
      app.empty() ? entry_of_client(client, launcher, icon) : entry_over(*original, app, client, launcher);
  std::vector<std::string> actions;
  if (!app.empty()) actions = keep_actions(entry, *original, app, client, launcher);

  const auto add_action = [&](std::string_view action, std::string_view name, const Arguments& command) {
    const std::string group = action_group(action);
    entry.remove_group(group);
    entry.set(group, "Name", name);
    entry.set(group, "Exec", render_exec_line(command));
    std::erase(actions, action);
    actions.emplace_back(action);
  };
  add_action("sallyport-direct", "Launch without a proxy", command_of(launcher, {"launch", client.id, "--direct"}));
  add_action("sallyport-settings", "Proxy settings…", command_of(launcher, {}));
  entry.set(DesktopEntry::kMainGroup, "Actions", join_entry_list(actions));
  return entry;
}

void rename_entry(DesktopEntry& entry, std::string_view name) {
  std::vector<std::string> translations;
  for (const auto& [key, value] : entry.find_group(DesktopEntry::kMainGroup)->keys)
    if (key.starts_with("Name[")) translations.push_back(key);
  for (const std::string& key : translations) entry.remove(DesktopEntry::kMainGroup, key);
  entry.set(DesktopEntry::kMainGroup, "Name", escape_entry_string(name));
}

std::string seal_entry(DesktopEntry entry, std::string_view client_id) {
  entry.remove(DesktopEntry::kMainGroup, kSealKey);
  entry.set(DesktopEntry::kMainGroup, kClientKey, client_id);
  const std::string sum = checksum(entry.render());
  entry.set(DesktopEntry::kMainGroup, kSealKey, sum);
  return entry.render();
}

EntrySeal read_entry_seal(std::string_view text) {
  const auto entry = DesktopEntry::parse(text);
  const std::string* client = entry ? entry->find(DesktopEntry::kMainGroup, kClientKey) : nullptr;
  if (!client) return {};
  const std::string* sum = entry->find(DesktopEntry::kMainGroup, kSealKey);
  if (!sum) return {*client, false};
  // The text, not the parsed entry: a comment that the user added is an edit too.
  std::string unsealed(text);
  const std::string line = fmt::format("{}={}\n", kSealKey, *sum);
  const auto at = unsealed.find(line);
  if (at == std::string::npos) return {*client, false};
  unsealed.erase(at, line.size());
  return {*client, checksum(unsealed) == *sum};
}

}  // namespace sallyport
