#include "platform/linux/kde_proxy.hpp"

#include <fmt/format.h>

#include <charconv>
#include <map>
#include <optional>
#include <utility>

#include "platform/linux/proxy_uri.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/bypass_list.hpp"

namespace sallyport {
namespace {

/// KConfig's escapes, as far as they occur in single values.
std::string unescape(std::string_view raw) {
  std::string value;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 == raw.size()) {
      value += raw[i];
      continue;
    }
    switch (raw[++i]) {
      case 's':
        value += ' ';
        break;
      case 't':
        value += '\t';
        break;
      case 'n':
        value += '\n';
        break;
      case 'r':
        value += '\r';
        break;
      default:
        value += raw[i];
    }
  }
  return value;
}

/// The keys of one group over several files.
class ConfigGroup {
 public:
  void read(std::string_view text, std::string_view group_name) {
    bool in_group = false;
    bool group_was_locked = group_locked_;
    while (!text.empty()) {
      const auto end = text.find('\n');
      const std::string_view line = trimmed(text.substr(0, end));
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (line.empty() || line.front() == '#') continue;
      if (line.front() == '[') {
        const auto close = line.find(']');
        in_group = close != std::string_view::npos && line.substr(1, close - 1) == group_name &&
                   (close + 1 == line.size() || line.substr(close + 1) == "[$i]");
        if (in_group && line.ends_with("[$i]")) group_locked_ = true;
        continue;
      }
      if (in_group && !group_was_locked) read_key(line);
    }
  }

  [[nodiscard]] std::string value(std::string_view key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? std::string() : found->second.value;
  }

 private:
  struct Entry {
    std::string value;
    bool locked = false;
  };

  void read_key(std::string_view line) {
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return;
    std::string_view key = trimmed(line.substr(0, equals));
    std::string_view flags;
    if (const auto bracket = key.find('['); bracket != std::string_view::npos) {
      flags = key.substr(bracket);
      key = trimmed(key.substr(0, bracket));
      if (!flags.starts_with("[$")) return;  // another language's value
    }
    Entry& entry = entries_[std::string(key)];
    if (entry.locked) return;
    entry.value = unescape(trimmed(line.substr(equals + 1)));
    entry.locked = flags.find('i') != std::string_view::npos;
    if (flags.find('d') != std::string_view::npos) entry.value.clear();
  }

  std::map<std::string, Entry, std::less<>> entries_;
  bool group_locked_ = false;
};

std::optional<int> to_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// KDE writes the port behind a space.
std::string with_colon(std::string_view text) {
  const auto space = text.rfind(' ');
  if (space == std::string_view::npos || !to_number(text.substr(space + 1))) return std::string(text);
  std::string_view server = trimmed(text.substr(0, space));
  if (server.ends_with('/')) server.remove_suffix(1);
  return fmt::format("{}:{}", server, text.substr(space + 1));
}

std::optional<SystemProxyServer> read_server(const std::string& text, bool socks, std::string_view label,
                                             std::string& note) {
  std::string uri = with_colon(trimmed(text));
  if (uri.empty()) return std::nullopt;
  if (socks) {
    const auto scheme_end = uri.find("://");
    uri = "socks5://" + (scheme_end == std::string::npos ? uri : uri.substr(scheme_end + 3));
  }
  auto server = parse_proxy_uri(uri);
  wipe_memory(uri.data(), uri.size());
  if (server) return std::move(*server);
  if (!note.empty()) note += ' ';
  note += fmt::format("KDE's {} proxy has a server or port that cannot be used. Correct it in KDE's settings.", label);
  return std::nullopt;
}

/// As Qt reads subnets: 1 to 4 octets, which alone give the length when nothing stands behind a slash.
std::string to_subnet(std::string_view entry) {
  const auto slash = entry.find('/');
  std::string_view address = entry.substr(0, slash);
  if (address.ends_with('.')) address.remove_suffix(1);
  int octets[4] = {};
  int count = 0;
  while (true) {
    const auto dot = address.find('.');
    const auto octet = to_number(address.substr(0, dot));
    if (!octet || *octet < 0 || *octet > 255 || count == 4) return {};
    octets[count++] = *octet;
    if (dot == std::string_view::npos) break;
    address.remove_prefix(dot + 1);
  }
  int length = count * 8;
  if (slash != std::string_view::npos) {
    const std::string_view mask = entry.substr(slash + 1);
    if (const auto bits = to_number(mask)) {
      length = *bits;
    } else {
      const auto netmask = parse_ip_address(mask);
      if (!netmask || !netmask->is_v4) return {};
      std::uint32_t value = 0;
      for (int i = 0; i < 4; ++i) value = value << 8 | netmask->bytes[static_cast<std::size_t>(i)];
      length = 0;
      for (; value & 0x80000000U; value <<= 1) ++length;
      if (value != 0) return {};
    }
  }
  if (length < 0 || length > 32) return {};
  const std::string text = fmt::format("{}.{}.{}.{}", octets[0], octets[1], octets[2], octets[3]);
  return length == 32 ? text : fmt::format("{}/{}", text, length);
}

/// Translates `list`; what cannot be said goes to `untranslated`.
std::string translate_list(std::string_view list, std::vector<std::string>& untranslated) {
  constexpr std::string_view kSeparators = ", \t\r\n";
  std::string translated;
  for (auto start = list.find_first_not_of(kSeparators); start != std::string_view::npos;
       start = list.find_first_not_of(kSeparators, start)) {
    const auto end = std::min(list.find_first_of(kSeparators, start), list.size());
    const std::string_view entry = list.substr(start, end - start);
    start = end;
    const std::string said = translate_kde_exception(entry);
    if (said.empty()) {
      untranslated.emplace_back(entry);
      continue;
    }
    if (!translated.empty()) translated += ", ";
    translated += said;
  }
  return translated;
}

}  // namespace

std::string translate_kde_exception(std::string_view entry) {
  if (std::string subnet = to_subnet(entry); !subnet.empty()) return subnet;
  if (entry.starts_with('*') || entry.starts_with('[') || entry.ends_with('.') || entry.ends_with('/')) return {};
  std::vector<BypassError> errors;
  const BypassList list = BypassList::parse(entry, &errors);
  if (!errors.empty() || list.entries().size() != 1) return {};
  return std::string(entry);
}

KdeProxy read_kioslaverc(const std::vector<std::string>& files, const Environment& environment) {
  using Mode = SystemProxyConfiguration::Mode;
  ConfigGroup group;
  for (const std::string& file : files) group.read(file, "Proxy Settings");

  KdeProxy kde;
  SystemProxyConfiguration& configuration = kde.configuration;
  configuration.source = "KDE";
  configuration.mode = Mode::kNone;
  const int type = to_number(group.value("ProxyType")).value_or(0);
  if (type == 2 || type == 3) {
    configuration.mode = Mode::kAutomatic;
    if (type == 2) configuration.pac_url = group.value("Proxy Config Script");
    return kde;
  }
  if (type != 1 && type != 4) return kde;

  // With ProxyType 4 each value is the name of a variable that holds what stands here otherwise.
  const auto value_of = [&](std::string_view key) {
    std::string value = group.value(key);
    if (type == 1 || value.empty()) return value;
    const std::string* variable = environment.find(value);
    return variable == nullptr ? std::string() : *variable;
  };
  configuration.http = read_server(value_of("httpProxy"), false, "HTTP", configuration.note);
  configuration.https = read_server(value_of("httpsProxy"), false, "HTTPS", configuration.note);
  configuration.socks = read_server(value_of("socksProxy"), true, "SOCKS", configuration.note);
  if (!configuration.http && !configuration.https && !configuration.socks) {
    if (configuration.note.empty()) configuration.note = "KDE's proxy settings name no server.";
    return kde;
  }
  configuration.mode = Mode::kManual;
  std::string unused_note;
  if (const auto ftp = read_server(value_of("ftpProxy"), false, "FTP", unused_note)) {
    configuration.ftp = ftp->endpoint.host_and_port();
  }
  const std::string list = value_of("NoProxyFor");
  kde.only_listed = type == 1 && group.value("ReversedException") == "true";
  if (!kde.only_listed) {
    configuration.bypass = translate_list(list, configuration.untranslated);
    return kde;
  }
  kde.listed = translate_list(list, configuration.untranslated);
  configuration.untranslated.assign(1, list);
  configuration.note =
      "KDE uses its proxy only for the hosts in its list, which cannot be said to apps: they use it for every host.";
  return kde;
}

}  // namespace sallyport
