#include "sallyport/core/bypass_rendering.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/authority.hpp"

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
      hosts.push_back(in_url(entry.address));
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

std::string render_no_proxy(const BypassList& list) {
  if (has_everything(list)) return "*";
  std::vector<std::string> hosts = {"localhost", ".localhost", "127.0.0.1", "127.0.0.0/8", "::1"};
  for (const BypassEntry& entry : list.entries()) {
    if (entry.port) continue;
    switch (entry.kind) {
      case BypassEntry::Kind::kDomain:
        hosts.push_back(entry.domain);
        [[fallthrough]];
      case BypassEntry::Kind::kSubdomains:
        hosts.push_back("." + entry.domain);
        break;
      case BypassEntry::Kind::kAddress:
        hosts.push_back(entry.address.to_string());
        break;
      case BypassEntry::Kind::kNetwork:
        if (entry.address.is_v4) hosts.push_back(network_text(entry));
        break;
      case BypassEntry::Kind::kLocalNames:
      case BypassEntry::Kind::kEverything:
        break;
    }
  }
  return join_once(hosts, ",");
}

std::string render_chromium_bypass(const BypassList& list) {
  std::vector<std::string> rules;
  for (const BypassEntry& entry : list.entries()) {
    const std::string port = entry.port ? fmt::format(":{}", *entry.port) : "";
    switch (entry.kind) {
      case BypassEntry::Kind::kEverything:
        rules.push_back("*" + port);
        break;
      case BypassEntry::Kind::kDomain:
        rules.push_back(entry.domain + port);
        [[fallthrough]];
      case BypassEntry::Kind::kSubdomains:
        rules.push_back("." + entry.domain + port);
        break;
      case BypassEntry::Kind::kAddress:
        rules.push_back(in_url(entry.address) + port);
        break;
      case BypassEntry::Kind::kNetwork:
        if (!entry.port) rules.push_back(network_text(entry));
        break;
      case BypassEntry::Kind::kLocalNames:
        if (!entry.port) rules.emplace_back("<local>");
        break;
    }
  }
  return join_once(rules, ";");
}

std::string render_java_bypass(const BypassList& list) {
  if (has_everything(list)) return "*";
  std::vector<std::string> hosts = {"localhost", "*.localhost", "127.*", "[::1]"};
  for (const BypassEntry& entry : list.entries()) {
    if (!entry.port) add_java_hosts(entry, hosts);
  }
  return join_once(hosts, "|");
}

std::string render_bypass(const BypassList& list, NoProxyReader reader) {
  if (reader == NoProxyReader::kChromiumFlag) return render_chromium_bypass(list);
  if (reader == NoProxyReader::kJava) return render_java_bypass(list);
  return render_no_proxy(list);
}

}  // namespace sallyport
