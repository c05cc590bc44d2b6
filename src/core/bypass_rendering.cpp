#include "sallyport/core/bypass_rendering.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sallyport {
namespace {

/// The bits of the network alone: programs refuse or misread a network whose host bits are set.
IpAddress network_of(const BypassEntry& entry) {
  IpAddress network = entry.address;
  const int size = network.is_v4 ? 4 : 16;
  for (int i = 0; i < size; ++i) {
    const int kept = std::clamp(entry.prefix_length - 8 * i, 0, 8);
    network.bytes[i] = static_cast<std::uint8_t>(network.bytes[i] & (0xFF << (8 - kept)));
  }
  return network;
}

std::string network_text(const BypassEntry& entry) {
  return fmt::format("{}/{}", network_of(entry).to_string(), entry.prefix_length);
}

bool has_everything(const BypassList& list) {
  return std::any_of(list.entries().begin(), list.entries().end(), [](const BypassEntry& entry) {
    return entry.kind == BypassEntry::Kind::kEverything && !entry.port;
  });
}

/// `10.*` for 10.0.0.0/8; empty where the network does not end with a whole octet.
std::string octets(const BypassEntry& entry) {
  if (!entry.address.is_v4 || entry.prefix_length == 0 || entry.prefix_length % 8 != 0) return "";
  std::string text;
  for (int i = 0; i < entry.prefix_length / 8; ++i) text += fmt::format("{}.", entry.address.bytes[i]);
  return entry.prefix_length == 32 ? entry.address.to_string() : text + "*";
}

/// Each once, as first written: loopback stands in every list already.
std::string join_once(const std::vector<std::string>& words, std::string_view separator) {
  std::vector<std::string_view> once;
  for (const std::string& word : words) {
    if (std::find(once.begin(), once.end(), word) == once.end()) once.emplace_back(word);
  }
  return fmt::format("{}", fmt::join(once, separator));
}

void add_java_hosts(const BypassEntry& entry, std::vector<std::string>& hosts) {
  switch (entry.kind) {
    case BypassEntry::Kind::kDomain:
      hosts.push_back(entry.domain);
      [[fallthrough]];
    case BypassEntry::Kind::kSubdomains:
      hosts.push_back("*." + entry.domain);
      break;
    case BypassEntry::Kind::kAddress:
      hosts.push_back(entry.address.is_v4 ? entry.address.to_string() : "[" + entry.address.to_string() + "]");
      break;
    case BypassEntry::Kind::kNetwork:
      if (std::string text = octets(entry); !text.empty()) hosts.push_back(std::move(text));
      break;
    case BypassEntry::Kind::kLocalNames:
    case BypassEntry::Kind::kEverything:
      break;
  }
}

}  // namespace

RenderedBypass render_no_proxy(const BypassList& list) {
  if (has_everything(list)) return {"*", {}};
  RenderedBypass rendered;
  std::vector<std::string> hosts = {"localhost", ".localhost", "127.0.0.1", "127.0.0.0/8", "::1"};
  const auto cannot_say = [&](const BypassEntry& entry, std::string_view why) {
    rendered.warnings.push_back(
        fmt::format("The bypass entry \"{}\" is left out of no_proxy, {}; apps that read it use the proxy there.",
                    entry.text, why));
  };
  for (const BypassEntry& entry : list.entries()) {
    if (entry.port) {
      cannot_say(entry, "where most programs do not read ports");
      continue;
    }
    switch (entry.kind) {
      case BypassEntry::Kind::kDomain:
        hosts.push_back(entry.domain);
        hosts.push_back("." + entry.domain);
        break;
      case BypassEntry::Kind::kSubdomains:
        hosts.push_back("." + entry.domain);
        break;
      case BypassEntry::Kind::kAddress:
        hosts.push_back(entry.address.to_string());
        break;
      case BypassEntry::Kind::kNetwork:
        if (entry.address.is_v4) {
          hosts.push_back(network_text(entry));
        } else {
          cannot_say(entry, "where an IPv6 network stops some Python programs from starting");
        }
        break;
      case BypassEntry::Kind::kLocalNames:
        cannot_say(entry, "which cannot express it");
        break;
      case BypassEntry::Kind::kEverything:
        break;
    }
  }
  rendered.text = join_once(hosts, ",");
  return rendered;
}

RenderedBypass render_chromium_bypass(const BypassList& list) {
  RenderedBypass rendered;
  std::vector<std::string> rules;
  for (const BypassEntry& entry : list.entries()) {
    const std::string port = entry.port ? fmt::format(":{}", *entry.port) : std::string();
    switch (entry.kind) {
      case BypassEntry::Kind::kEverything:
        rules.push_back("*" + port);
        break;
      case BypassEntry::Kind::kDomain:
        rules.push_back(entry.domain + port);
        rules.push_back("." + entry.domain + port);
        break;
      case BypassEntry::Kind::kSubdomains:
        rules.push_back("." + entry.domain + port);
        break;
      case BypassEntry::Kind::kAddress:
        rules.push_back((entry.address.is_v4 ? entry.address.to_string() : "[" + entry.address.to_string() + "]") +
                        port);
        break;
      case BypassEntry::Kind::kNetwork:
      case BypassEntry::Kind::kLocalNames:
        if (entry.port) {
          rendered.warnings.push_back(
              fmt::format("The bypass entry \"{}\" is left out of Chromium's list, which takes no port there; those "
                          "requests use the proxy.",
                          entry.text));
        } else {
          rules.push_back(entry.kind == BypassEntry::Kind::kNetwork ? network_text(entry) : "<local>");
        }
        break;
    }
  }
  rendered.text = join_once(rules, ";");
  return rendered;
}

RenderedBypass render_java_bypass(const BypassList& list) {
  if (has_everything(list)) return {"*", {}};
  RenderedBypass rendered;
  std::vector<std::string> hosts = {"localhost", "*.localhost", "127.*", "[::1]"};
  for (const BypassEntry& entry : list.entries()) {
    const std::size_t before = hosts.size();
    if (!entry.port) add_java_hosts(entry, hosts);
    if (hosts.size() != before) continue;
    rendered.warnings.push_back(fmt::format(
        "The bypass entry \"{}\" is left out of Java's list, which cannot express it; those requests use the proxy.",
        entry.text));
  }
  rendered.text = join_once(hosts, "|");
  return rendered;
}

}  // namespace sallyport
