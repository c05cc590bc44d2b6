#include "platform/macos/client_bundle.hpp"

#include <fmt/format.h>

#include <optional>

#include "sallyport/core/file_name.hpp"
#include "sallyport/core/launch_script.hpp"
#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

constexpr std::string_view kClientKey = "SallyportClient";
constexpr std::string_view kProgramKey = "SallyportProgram";
constexpr std::string_view kSealKey = "SallyportSeal";

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

std::string string_key(std::string_view key, std::string_view value) {
  return fmt::format("\t<key>{}</key>\n\t<string>{}</string>\n", key, escape_property_list(value));
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

/// As string_key writes it; anything else is not ours.
std::optional<std::string> find_string(std::string_view plist, std::string_view key) {
  const std::string before = fmt::format("\t<key>{}</key>\n\t<string>", key);
  const auto start = plist.find(before);
  if (start == std::string_view::npos) return std::nullopt;
  const auto begin = start + before.size();
  const auto end = plist.find("</string>\n", begin);
  if (end == std::string_view::npos) return std::nullopt;
  std::string value(plist.substr(begin, end - begin));
  for (const auto& [entity, character] : {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&amp;", "&"}}) {
    replace_all(value, entity, character);
  }
  return value;
}

/// CFBundleIdentifier has letters, digits, hyphens and dots only.
std::string identifier_of(std::string_view client_id) {
  std::string id(client_id);
  std::replace(id.begin(), id.end(), '_', '-');
  return "io.github.sallyport.client." + id;
}

std::string script_of(const Client& client, const std::vector<std::string>& launcher) {
  std::string command;
  for (const std::string& word : launcher) command += quote_sh(word) + ' ';
  return fmt::format(
      "#!/bin/sh\n"
      "# Written by Sallyport, which leaves this app alone once it is changed.\n"
      "exec {}launch {} --detach -- \"$@\"\n",
      command, quote_sh(client.id));
}

std::string info_without_seal(const Client& client, const std::vector<std::string>& launcher) {
  std::string info =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
      "<plist version=\"1.0\">\n"
      "<dict>\n";
  info += string_key("CFBundleDevelopmentRegion", "en");
  info += string_key("CFBundleDisplayName", client.name);
  info += string_key("CFBundleExecutable", ClientBundle::kScript.substr(ClientBundle::kScript.rfind('/') + 1));
  info += string_key("CFBundleIdentifier", identifier_of(client.id));
  info += string_key("CFBundleInfoDictionaryVersion", "6.0");
  info += string_key("CFBundleName", client.name);
  info += string_key("CFBundlePackageType", "APPL");
  info += string_key("CFBundleShortVersionString", "1.0");
  info += string_key("CFBundleVersion", "1");
  // What starts is a script, which says nothing of processors: without this the app would ask for Rosetta on Apple's
  // own.
  info +=
      "\t<key>LSArchitecturePriority</key>\n\t<array>\n\t\t<string>arm64</string>\n\t\t<string>x86_64</string>\n\t</"
      "array>\n";
  info += "\t<key>LSUIElement</key>\n\t<true/>\n";
  info += string_key(kClientKey, client.id);
  info += string_key(kProgramKey, launcher.empty() ? "" : launcher.front());
  return info + "</dict>\n</plist>\n";
}

std::string seal_of(std::string_view info, std::string_view script) {
  return stable_name(fmt::format("{}\n{}", info, script));
}

}  // namespace

std::string escape_property_list(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      default:
        if (!is_control(c)) escaped += c;
    }
  }
  return escaped;
}

std::string bundle_name(const Client& client) {
  const std::string name = file_name(client.name, "/:");
  return name.empty() ? client.id : name;
}

ClientBundle make_client_bundle(const Client& client, const std::vector<std::string>& launcher) {
  ClientBundle bundle{info_without_seal(client, launcher), script_of(client, launcher)};
  const std::string seal = string_key(kSealKey, seal_of(bundle.info, bundle.script));
  bundle.info.insert(bundle.info.rfind("</dict>"), seal);
  return bundle;
}

BundleSeal read_bundle_seal(const ClientBundle& bundle) {
  BundleSeal seal;
  seal.client_id = find_string(bundle.info, kClientKey).value_or("");
  if (!is_client_id(seal.client_id)) return {};
  seal.program = find_string(bundle.info, kProgramKey).value_or("");
  const auto sum = find_string(bundle.info, kSealKey);
  if (!sum) return seal;
  std::string unsealed = bundle.info;
  const std::string line = string_key(kSealKey, *sum);
  unsealed.erase(unsealed.find(line), line.size());
  seal.unchanged = seal_of(unsealed, bundle.script) == *sum;
  return seal;
}

}  // namespace sallyport
