#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/company_authority.hpp"
#include "sallyport/core/settings.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

/// Collects what is wrong, each under its field's key.
class Report {
 public:
  explicit Report(std::string prefix) : prefix_(std::move(prefix)) {}

  void add(std::string_view key, std::string message) {
    errors_.push_back({prefix_ + std::string(key), std::move(message)});
  }
  std::vector<FieldError> take() { return std::move(errors_); }

  /// One line of readable text. `label` begins the sentence.
  bool is_line(std::string_view key, std::string_view label, std::string_view text) {
    if (has_control_character(text)) {
      add(key, fmt::format("{} cannot contain a line break or another control character.", label));
      return false;
    }
    return is_text(key, label, text);
  }

  /// What the settings file, a command line and an environment can all carry: UTF-8 without NUL.
  bool is_text(std::string_view key, std::string_view label, std::string_view text) {
    if (text.find('\0') != text.npos) {
      add(key, fmt::format("{} cannot contain a NUL character.", label));
      return false;
    }
    if (!is_utf8(text)) {
      add(key, fmt::format("{} must be UTF-8 text.", label));
      return false;
    }
    return true;
  }

 private:
  std::string prefix_;
  std::vector<FieldError> errors_;
};

/// RFC 7617 §2: the first colon ends the user name.
void check_username(Report& report, std::string_view key, const std::string& username, bool required) {
  if (required && username.empty()) {
    report.add(key, "Enter a user name, or turn authentication off.");
  } else if (report.is_line(key, "A user name", username) && username.find(':') != std::string::npos) {
    report.add(key, "A user name for Basic authentication cannot contain a colon.");
  }
}

void check_bypass(Report& report, const std::string& bypass) {
  constexpr std::string_view kKey = "custom_proxy.bypass";
  if (!report.is_line(kKey, "The bypass list", bypass)) return;
  std::vector<BypassError> errors;
  (void)BypassList::parse(bypass, &errors);
  for (BypassError& error : errors) report.add(kKey, std::move(error.message));
}

void check_ca_file(Report& report, std::string_view key, const std::string& file) {
  if (report.is_line(key, "A CA file", file) && !file.empty() && !std::filesystem::path(file).is_absolute()) {
    report.add(key, "Enter the whole path of the CA file, from the root.");
  }
}

void check_custom(Report& report, const CustomProxySettings& custom) {
  if (custom.enabled && !custom.http && !custom.https) {
    report.add("custom_proxy.http", "Choose HTTP, HTTPS or both.");
  }
  if (custom.enabled || !custom.host.empty()) {
    if (auto host = parse_proxy_host(custom.host); !host)
      report.add("custom_proxy.host", std::move(host.error().message));
  }
  if (auto port = parse_port(std::to_string(custom.port)); !port) {
    report.add("custom_proxy.port", std::move(port.error().message));
  }
  check_username(report, "custom_proxy.username", custom.username, custom.enabled && custom.authentication);
  check_bypass(report, custom.bypass);
  check_ca_file(report, "custom_proxy.ca_file", custom.ca_file);
}

void check_variables(Report& report, const Client& client) {
  std::set<std::string_view> names;
  for (const auto& [name, value] : client.variables) {
    if (name.empty()) {
      report.add("variables", "Enter a name for each variable.");
    } else if (name.find('=') != std::string::npos) {
      report.add("variables", "The name of a variable cannot contain an equals sign.");
    } else if (report.is_line("variables", "The name of a variable", name) && !names.insert(name).second) {
      report.add("variables", fmt::format("The variable \"{}\" is set twice.", name));
    }
    report.is_text("variables", "The value of a variable", value);
  }
}

}  // namespace

std::vector<FieldError> validate(const ProxySettings& settings) {
  Report report("");
  const SystemProxySettings& system = settings.system_proxy;
  check_username(report, "system_proxy.username", system.username, system.enabled && system.authentication);
  check_custom(report, settings.custom_proxy);
  if (settings.ca_file != kSystemAuthorities) check_ca_file(report, "ca_file", settings.ca_file);
  return report.take();
}

std::vector<FieldError> validate(const Client& client) {
  Report report(fmt::format("clients.{}.", client.id));
  if (!is_client_id(client.id)) {
    report.add(
        "id",
        "An id has 1 to 64 lower-case letters, digits, dots, underscores and hyphens, and begins with a letter or "
        "a digit.");
  }
  if (client.name.empty()) {
    report.add("name", "Enter a name.");
  } else {
    report.is_line("name", "A name", client.name);
  }
  if (client.command.empty()) {
    report.add("command", "Enter a command.");
  } else {
    report.is_text("command", "A command", client.command);
  }
  for (const auto& argument : client.arguments) report.is_text("arguments", "An argument", argument);
  if (report.is_text("directory", "A folder", client.directory) && !client.directory.empty() &&
      !std::filesystem::path(client.directory).is_absolute()) {
    report.add("directory", "Enter the whole path of the folder, from the root.");
  }
  check_variables(report, client);
  if (report.is_line("desktop_id", "The name of a desktop entry", client.desktop_id) &&
      client.desktop_id.find('/') != std::string::npos) {
    report.add("desktop_id", "The name of a desktop entry cannot contain a slash.");
  }
  return report.take();
}

std::vector<FieldError> validate(const Settings& settings) {
  std::vector<FieldError> errors = validate(settings.proxy);
  std::set<std::string_view> ids;
  for (const Client& client : settings.clients) {
    if (!ids.insert(client.id).second) {
      errors.push_back({fmt::format("clients.{}.id", client.id), "Another app has this id: each needs its own."});
    }
    std::ranges::move(validate(client), std::back_inserter(errors));
  }
  return errors;
}

}  // namespace sallyport
