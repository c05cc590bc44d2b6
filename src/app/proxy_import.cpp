#include "app/proxy_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "sallyport/core/ascii.hpp"
#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/host.hpp"
#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/proxy_variables.hpp"
#include "sallyport/core/settings_fields.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

constexpr std::string_view kSpace = " \t\r\n";
constexpr std::size_t kLongestUrl = 4096;

struct Variable {
  std::string_view name;
  std::string_view upper_name;
};
/// Those that an import reads.
constexpr std::array<Variable, 4> kVariables = {{{"http_proxy", "HTTP_PROXY"},
                                                 {"https_proxy", "HTTPS_PROXY"},
                                                 {"all_proxy", "ALL_PROXY"},
                                                 {"no_proxy", "NO_PROXY"}}};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// What a person who wrote the URL may not have meant.
void note_guesses(std::string_view name, const ProxyUrl& url, std::vector<std::string>& lost) {
  if (!url.names_port) {
    lost.push_back(fmt::format("{} names no port; {} is taken. Correct custom_proxy.port if that is wrong.", name,
                               url.endpoint.port));
  }
  if (url.endpoint.protocol == ProxyProtocol::kHttps) {
    lost.push_back(
        fmt::format("{} begins with https://, which means TLS to the proxy itself. Most proxies do not take it: set "
                    "custom_proxy.protocol=http for such a one.",
                    name));
  }
}

std::optional<SystemProxyServer> read_variable(const Environment& environment, std::string_view name,
                                               std::vector<std::string>& lost) {
  auto value = proxy_variable(environment, name);
  if (!value) return std::nullopt;
  auto url = parse_proxy_url(*value);
  wipe_memory(value->data(), value->size());
  if (!url) {
    lost.push_back(fmt::format("{} is not imported. {}", name, url.error().message));
    return std::nullopt;
  }
  note_guesses(name, *url, lost);
  return SystemProxyServer{std::move(url->endpoint), std::move(url->credential)};
}

/// `192.168.` and the like, which some programs take for the beginning of an address.
bool looks_like_part_of_address(const BypassEntry& entry) {
  return !entry.domain.empty() &&
         std::ranges::all_of(entry.domain, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

/// `no_proxy` in Sallyport's dialect. Programs separate by spaces as well.
std::string read_no_proxy(std::string list, std::vector<std::string>& lost) {
  std::ranges::replace_if(
      list, [](char c) { return kSpace.find(c) != kSpace.npos; }, ',');
  std::vector<BypassError> errors;
  std::vector<std::string> entries;
  const BypassList read = BypassList::parse(list, &errors);
  for (const BypassEntry& entry : read.entries()) {
    if (looks_like_part_of_address(entry)) {
      errors.push_back(
          {entry.text, fmt::format("\"{}\" is not an address: write a network such as 10.0.0.0/8.", entry.text)});
    } else {
      entries.push_back(entry.text);
    }
  }
  for (const BypassError& error : errors) {
    lost.push_back(fmt::format("An entry of no_proxy is not imported. {}", error.message));
  }
  return joined(entries);
}

/// Of two spellings that disagree, and of variables that an import does not read.
void note_other_variables(const Environment& environment, std::vector<std::string>& lost) {
  for (const Variable& variable : kVariables) {
    const std::string* lower = environment.find(variable.name);
    const std::string* upper = environment.find(variable.upper_name);
    if (lower == nullptr || upper == nullptr || lower->empty() || upper->empty() || *lower == *upper) continue;
    lost.push_back(fmt::format("{} and {} differ; {} is taken, as most programs do.", variable.name,
                               variable.upper_name, variable.name));
  }
  std::vector<std::string> others;
  for (const auto& [name, value] : environment.variables()) {
    const auto is_read = [&n = name](const Variable& variable) {
      return n == variable.name || n == variable.upper_name;
    };
    if (value.empty() || !is_proxy_variable(name) || std::ranges::any_of(kVariables, is_read)) continue;
    others.push_back(name);
  }
  if (!others.empty()) {
    lost.push_back(fmt::format("Not imported, as apps get a proxy for HTTP and HTTPS: {}.", joined(others)));
  }
}

const std::optional<SystemProxyServer>& either(const std::optional<SystemProxyServer>& first,
                                               const std::optional<SystemProxyServer>& second) {
  return first ? first : second;
}

/// A source's servers as one.
class Importer {
 public:
  Importer(const ImportSource& source, const ProxySettings& current, std::span<const SupervisorStatus> running)
      : source_(source),
        running_(running),
        http_(either(source.says.http, source.says.socks)),
        https_(either(source.says.https, source.says.socks)) {
    import_.source = source.name;
    import_.settings = current;
  }

  Result<ProxyImport> propose() {
    if (auto usable = check_source(); !usable) return tl::unexpected(std::move(usable.error()));
    const Endpoint& server = taken().endpoint;
    const ProxySettings before = import_.settings;
    CustomProxySettings& custom = import_.settings.custom_proxy;
    const auto previous = custom.endpoint();
    const bool same_server = previous && *previous == server;
    custom.enabled = true;
    custom.http = http_.has_value();
    custom.https = https_.has_value();
    custom.protocol = server.protocol;
    // A host written in another way is no change.
    if (!same_server) custom.host = server.host;
    custom.port = server.port;
    if (!source_.is_url) custom.bypass = source_.says.bypass;
    warn_of_the_rest();
    if (auto done = take_login(same_server); !done) return tl::unexpected(std::move(done.error()));
    note_changes(before);
    return std::move(import_);
  }

 private:
  [[nodiscard]] Result<void> check_source() const {
    const SystemProxyConfiguration& says = source_.says;
    if (says.mode == Mode::kAutomatic) {
      return failure(
          ErrorCode::kFailed,
          fmt::format("In {} the proxy is automatic (PAC), which a custom proxy cannot express. Sallyport can "
                      "follow it as the system proxy: set system_proxy.enabled=true and "
                      "custom_proxy.enabled=false.",
                      source_.name));
    }
    if (!http_ && !https_) {
      std::string message = fmt::format("No proxy is named in {}: there is nothing to import.", source_.name);
      if (!says.note.empty()) message += " " + says.note;
      for (const std::string& lost : source_.lost) message += " " + lost;
      return failure(ErrorCode::kFailed, std::move(message));
    }
    const Endpoint& server = taken().endpoint;
    const auto address = parse_ip_address(server.host);
    if (address && address->is_loopback() &&
        std::ranges::find(running_, server.port, &SupervisorStatus::relay_port) != running_.end()) {
      return failure(
          ErrorCode::kFailed,
          fmt::format("The proxy {} in {} is Sallyport's own relay, which would lead to itself. Try again from "
                      "outside the app that is launched behind it.",
                      server.host_and_port(), source_.name));
    }
    return {};
  }

  [[nodiscard]] const SystemProxyServer& taken() const { return https_ ? *https_ : *http_; }

  void warn_of_the_rest() {
    const SystemProxyConfiguration& says = source_.says;
    const Endpoint& server = taken().endpoint;
    auto& warnings = import_.warnings;
    warnings = source_.lost;
    if (!says.note.empty()) warnings.push_back(says.note);
    if (http_ && https_ && http_->endpoint != https_->endpoint) {
      warnings.push_back(
          fmt::format("HTTP requests have a proxy of their own in {}, {}. A custom proxy has one server: {}, "
                      "the one for HTTPS requests, is taken for both.",
                      source_.name, http_->endpoint.url(), server.url()));
    }
    // What served one of the two kinds was named just now.
    if (says.socks && says.http && says.https && says.socks->endpoint != server) {
      warn_of_unused(says.socks->endpoint.url(), "other requests");
    }
    if (!says.ftp.empty() && says.ftp != server.host_and_port()) warn_of_unused(says.ftp, "FTP");
    if (!says.untranslated.empty()) {
      warnings.push_back(
          fmt::format("These bypass entries in {} cannot be imported: {}.", source_.name, joined(says.untranslated)));
    }
  }

  void warn_of_unused(std::string_view server, std::string_view purpose) {
    import_.warnings.push_back(
        fmt::format("The proxy for {}, {}, is not imported: apps get one for HTTP and HTTPS.", purpose, server));
  }

  /// The login of the server taken; that for HTTP requests when it stands at the same server.
  [[nodiscard]] const Credential* login() const {
    const SystemProxyServer& server = taken();
    if (server.credential) return &*server.credential;
    return http_ && http_->credential && http_->endpoint == server.endpoint ? &*http_->credential : nullptr;
  }

  Result<void> take_login(bool same_server) {
    CustomProxySettings& custom = import_.settings.custom_proxy;
    const Credential* login = this->login();
    if (login == nullptr) {
      if (!same_server) custom.authentication = false;
      return {};
    }
    if (login->username.empty()) {
      import_.warnings.push_back(fmt::format("The login in {} has no user name; it is not imported.", source_.name));
      return {};
    }
    custom.authentication = true;
    custom.username = login->username;
    if (login->password.empty()) return {};
    if (auto good = check_password(login->password); !good) return good;
    import_.credential = CredentialEdit{{taken().endpoint, login->username}, login->password.clone()};
    if (!source_.is_url) {
      import_.warnings.push_back(
          fmt::format("The password still stands in plain text in {}. Take it out there once nothing else needs it.",
                      source_.name));
    }
    return {};
  }

  void note_changes(const ProxySettings& before) {
    for (const auto& field : proxy_fields()) {
      if (field.get(before) == field.get(import_.settings)) continue;
      import_.changes.push_back({std::string(field.key), get_field(before, field.key).value_or(""),
                                 get_field(import_.settings, field.key).value_or("")});
    }
  }

  const ImportSource& source_;
  std::span<const SupervisorStatus> running_;
  const std::optional<SystemProxyServer>& http_;
  const std::optional<SystemProxyServer>& https_;
  ProxyImport import_;
};

}  // namespace

ImportSource source_of_desktop(SystemProxyConfiguration desktop) {
  std::string name = desktop.source.empty() ? "the desktop's settings" : desktop.source + "'s settings";
  return {std::move(name), std::move(desktop), false, {}};
}

Result<ImportSource> source_of_desktop(SystemProxy& desktop) {
  return desktop.configuration().map(
      [](SystemProxyConfiguration&& says) { return source_of_desktop(std::move(says)); });
}

ImportSource source_of_environment(const Environment& environment) {
  ImportSource source{"the environment", {}, false, {}};
  SystemProxyConfiguration& says = source.says;
  says.http = read_variable(environment, "http_proxy", source.lost);
  says.https = read_variable(environment, "https_proxy", source.lost);
  says.socks = read_variable(environment, "all_proxy", source.lost);
  says.mode = says.http || says.https || says.socks ? Mode::kManual : Mode::kNone;
  says.bypass = read_no_proxy(proxy_variable(environment, "no_proxy").value_or(""), source.lost);
  note_other_variables(environment, source.lost);
  return source;
}

Result<ImportSource> source_of_url(std::string_view text) {
  text = trimmed(text, kSpace);
  if (text.empty() || text.size() > kLongestUrl || has_control_character(text)) {
    return failure(ErrorCode::kInvalidValue, "This is not a proxy URL. Write it as http://proxy.example.com:8080.");
  }
  auto url = parse_proxy_url(text);
  if (!url) return tl::unexpected(std::move(url.error()));
  if (url->names_path) {
    return failure(
        ErrorCode::kInvalidValue,
        "The URL has a path, which a proxy's URL does not have. Write it as http://proxy.example.com:8080. The "
        "address of a PAC file belongs in the system's settings.");
  }
  if (!url->names_port && text.find("://") == std::string_view::npos) {
    return failure(ErrorCode::kInvalidValue, "The proxy has no port. Write it as proxy.example.com:8080.");
  }
  ImportSource source{"the URL", {}, true, {}};
  note_guesses("The URL", *url, source.lost);
  source.says.mode = Mode::kManual;
  source.says.http = SystemProxyServer{url->endpoint, std::nullopt};
  source.says.https = SystemProxyServer{std::move(url->endpoint), std::move(url->credential)};
  return source;
}

Result<ProxyImport> propose_import(const ImportSource& source, const ProxySettings& current,
                                   std::span<const SupervisorStatus> running) {
  return Importer(source, current, running).propose();
}

Result<void> apply_import(const ProxyImport& import, Settings& settings) {
  for (const SettingChange& change : import.changes) {
    if (auto set = set_field(settings.proxy, change.key, change.after); !set) return set;
  }
  return {};
}

}  // namespace sallyport
