#include "sallyport/core/bypass_warnings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "core/authority.hpp"
#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/readers.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/bypass_rendering.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

using Effect = BypassWarning::Effect;
using Kind = BypassEntry::Kind;

/// Beyond these a sentence only counts.
constexpr std::size_t kNamed = 3;

struct Probe {
  no_proxy::WrittenUrl url;
  RequestTarget target;
  bool matches = false;  ///< the entry that it is about
  bool listed = false;   ///< some entry matches it
};

bool bit(const IpAddress& address, int index) { return (address.bytes[index / 8] >> (7 - index % 8) & 1) != 0; }

void set_bit(IpAddress& address, int index, bool value) {
  const auto mask = static_cast<std::uint8_t>(1U << (7 - index % 8));
  auto& byte = address.bytes[index / 8];
  byte = static_cast<std::uint8_t>(value ? byte | mask : byte & ~mask);
}

/// Both ends of the network and two addresses between, then the neighbours beyond either end.
std::vector<IpAddress> addresses_around(const IpAddress& address, int length) {
  const int size = address.is_v4 ? 32 : 128;
  IpAddress first = address;
  IpAddress last = address;
  for (int i = length; i < size; ++i) {
    set_bit(first, i, false);
    set_bit(last, i, true);
  }
  std::vector<IpAddress> addresses = {address, first, last};
  if (length < size) {
    addresses.push_back(first);
    set_bit(addresses.back(), size - 1, true);
  }
  const auto beside = [&](IpAddress edge, bool up) {
    int i = size - 1;
    for (; i >= 0 && bit(edge, i) == up; --i) set_bit(edge, i, !up);
    if (i < 0) return;  // there is none
    set_bit(edge, i, up);
    addresses.push_back(edge);
  };
  beside(last, true);
  beside(first, false);
  return addresses;
}

/// `10.` for 10.0.0.0/8.
std::string octets_of(const IpAddress& network, int length) {
  std::string octets;
  for (int i = 0; i < std::max(1, length / 8); ++i) octets += fmt::format("{}.", network.bytes[i]);
  return octets;
}

/// Hosts that tell what a program makes of the entry, those that it matches among them.
std::vector<std::string> hosts_about(const BypassEntry& entry) {
  switch (entry.kind) {
    case Kind::kEverything:
      return {"any.test", "intranet", "192.0.2.1", "[2001:db8::1]"};
    case Kind::kLocalNames:
      return {"intranet", "intranet.test", "192.0.2.1", "[2001:db8::1]"};
    case Kind::kDomain:
    case Kind::kSubdomains: {
      const std::string& domain = entry.domain;
      std::vector<std::string> hosts = {domain,         "a." + domain,     "a.b." + domain,
                                        "not" + domain, "a.bad-" + domain, domain + ".not.test"};
      // `10.1` is a name to us and an address to some.
      if (const auto address = no_proxy::whatwg_host(domain); address && *address != domain) hosts.push_back(*address);
      // Where texts are compared, 192.0.2.1 ends like a subdomain of `1`.
      for (const char* const front : {"192.0.2.", "192.0.", "192."})
        if (const auto address = parse_ip_address(front + domain)) hosts.push_back(in_url(*address));
      return hosts;
    }
    case Kind::kAddress:
    case Kind::kNetwork:
      break;
  }
  const bool alone = entry.kind == Kind::kAddress;
  const int length = alone ? (entry.address.is_v4 ? 32 : 128) : entry.prefix_length;
  std::vector<std::string> hosts;
  for (const IpAddress& address : addresses_around(entry.address, length)) hosts.push_back(in_url(address));
  for (const char* const front : {"1", "1:"}) {
    // Where texts are compared, 1::2 ends like ::2.
    const auto longer = parse_ip_address(front + entry.address.to_string());
    if (longer) hosts.push_back(in_url(*longer));
  }
  if (entry.address.is_v4) {
    for (const char* const name : {"not.test", "not.invalid"}) hosts.push_back(octets_of(entry.address, length) + name);
  } else {
    // Some hold an IPv4 address to be of the IPv6 networks around its mapped form.
    hosts.insert(hosts.end(), {"192.0.2.1", "1.2.3.4"});
  }
  return hosts;
}

std::vector<Probe> probes_about(const BypassEntry& entry, const BypassList& list) {
  std::vector<std::pair<std::string_view, std::string>> ways = {{"http", ""}, {"https", ""}, {"http", ":8080"}};
  if (entry.port) ways.emplace_back("http", fmt::format(":{}", *entry.port));
  std::vector<Probe> probes;
  for (const std::string& host : hosts_about(entry)) {
    for (const auto& [scheme, port] : ways) {
      const std::string url = fmt::format("{}://{}{}/", scheme, host, port);
      const auto target = parse_request_target(url);
      const auto written = no_proxy::cut_url(url);
      if (!target || !written) continue;
      const bool matches = entry.matches(*target);
      probes.push_back({*written, *target, matches, matches || list.match(*target) != nullptr});
    }
  }
  return probes;
}

std::string_view what_is_unread(const BypassEntry& entry) {
  if (entry.port) return "ports";
  switch (entry.kind) {
    case Kind::kEverything:
      return "*";
    case Kind::kLocalNames:
      return "<local>";
    case Kind::kNetwork:
      return entry.address.is_v4 ? "networks" : "IPv6 networks";
    case Kind::kAddress:
      return "IPv6 without brackets";
    case Kind::kDomain:
    case Kind::kSubdomains:
      break;
  }
  return "this name";
}

/// An entry as one program gets it, alone: every program goes direct where one of the entries says so.
class Reading {
 public:
  Reading(const BypassEntry& entry, NoProxyReader program)
      : program_(program), rendered_(render_bypass(BypassList::parse(entry.text, nullptr), program)) {}
  explicit Reading(NoProxyReader program) : program_(program), rendered_(render_bypass({}, program)) {}

  /// Empty: the program refuses the URL.
  [[nodiscard]] std::optional<bool> goes_direct(const Probe& probe) const {
    const auto verdict = no_proxy::read_as(program_, rendered_, probe.url);
    return verdict ? std::optional(verdict->direct) : std::nullopt;
  }
  bool operator==(const Reading&) const = default;

 private:
  NoProxyReader program_;
  std::string rendered_;
};

class Warnings {
 public:
  explicit Warnings(const BypassList& list) : list_(list) {}

  void look_at(const BypassEntry& entry, std::span<const NoProxyReader> programs) {
    const std::vector<Probe> probes = probes_about(entry, list_);
    std::vector<NoProxyReader> ignoring;
    std::vector<NoProxyReader> deprived;
    std::vector<std::pair<std::string, std::vector<NoProxyReader>>> wide;  // by host
    for (const NoProxyReader program : programs) {
      const Reading reading(entry, program);
      const Reading without(program);
      const auto ignored =
          std::ranges::find_if(probes, [&](const Probe& probe) { return is_ignored(probe, entry, program, reading); });
      if (ignored != probes.end()) (reading == without ? deprived : ignoring).push_back(program);
      const auto found =
          std::ranges::find_if(probes, [&](const Probe& probe) { return is_too_wide(probe, without, reading); });
      if (found == probes.end()) continue;
      const no_proxy::WrittenUrl& url = found->url;
      const std::string host = url.port_text.empty() ? url.host : url.host + ":" + url.port_text;
      auto same = std::ranges::find(wide, host, &std::pair<std::string, std::vector<NoProxyReader>>::first);
      if (same == wide.end()) same = wide.insert(wide.end(), {host, {}});
      same->second.push_back(program);
    }
    for (auto* const readers : {&deprived, &ignoring}) {
      if (readers->empty()) continue;
      add({Effect::kIgnored, *readers, std::string(what_is_unread(entry)), readers == &deprived, {entry.text}, {}});
    }
    for (auto& [host, readers] : wide) add({Effect::kTooWide, std::move(readers), "", false, {entry.text}, {host}});
  }

  std::vector<BypassWarning> take() {
    std::ranges::stable_sort(warnings_, {}, &BypassWarning::effect);
    return std::move(warnings_);
  }

 private:
  bool is_ignored(const Probe& probe, const BypassEntry& entry, NoProxyReader program, const Reading& reading) const {
    if (!probe.matches || reading.goes_direct(probe).value_or(true)) return false;
    return std::ranges::none_of(list_.entries(), [&](const BypassEntry& other) {
      return &other != &entry && other.matches(probe.target) &&
             Reading(other, program).goes_direct(probe).value_or(true);
    });
  }

  static bool is_too_wide(const Probe& probe, const Reading& without, const Reading& reading) {
    return !probe.listed && reading.goes_direct(probe).value_or(false) && !without.goes_direct(probe).value_or(false);
  }

  void add(BypassWarning warning) {
    const auto same = std::ranges::find_if(warnings_, [&](const BypassWarning& other) {
      return std::tie(other.effect, other.programs, other.unread, other.left_out) ==
             std::tie(warning.effect, warning.programs, warning.unread, warning.left_out);
    });
    if (same == warnings_.end()) return warnings_.push_back(std::move(warning));
    for (auto [to, from] : {std::pair(&same->entries, &warning.entries), std::pair(&same->hosts, &warning.hosts)}) {
      to->insert(to->end(), from->begin(), from->end());
    }
  }

  const BypassList& list_;
  std::vector<BypassWarning> warnings_;
};

bool reads_no_proxy(NoProxyReader reader) {
  return reader != NoProxyReader::kChromiumFlag && reader != NoProxyReader::kJava;
}

std::vector<std::string> names_of(const std::vector<NoProxyReader>& programs) {
  std::vector<std::string> names;
  const bool all =
      std::ranges::count_if(programs, reads_no_proxy) == std::ranges::count_if(no_proxy_readers(), reads_no_proxy);
  for (const NoProxyReader program : programs) {
    if (all && reads_no_proxy(program)) continue;
    const std::string_view name = display_name(program);
    names.emplace_back(program == NoProxyReader::kChromiumFlag ? "apps built on Chromium"
                                                               : name.substr(0, name.find(" (")));
  }
  if (all) names.emplace_back("programs that read no_proxy");
  return names;
}

/// What is a word of ours begins with a capital; a program keeps its own spelling.
std::string subject_of(const std::vector<std::string>& names) {
  std::string subject = enumeration(names);
  if (subject.starts_with("apps ") || subject.starts_with("programs "))
    subject.replace(0, 1, ascii_upper(subject.substr(0, 1)));
  return subject;
}

}  // namespace

std::string BypassWarning::sentence() const {
  const std::string subject = subject_of(names_of(programs));
  const bool several = programs.size() > 1 || programs.front() == NoProxyReader::kChromiumFlag;
  if (effect == Effect::kTooWide) {
    return fmt::format("{} also {} direct to {}, which the list does not name.", subject, several ? "go" : "goes",
                       enumeration(hosts, kNamed));
  }
  const std::string_view why = left_out ? (several ? "their lists are written without" : "its list is written without")
                                        : (several ? "they do not read" : "it does not read");
  return fmt::format("{} {} {} through the proxy: {} {}.", subject, several ? "send" : "sends",
                     unread == "*" ? "everything" : enumeration(entries, kNamed), why, unread);
}

std::vector<BypassWarning> bypass_warnings(const BypassList& list, std::span<const NoProxyReader> programs) {
  Warnings warnings(list);
  const auto everything = std::ranges::find_if(
      list.entries(), [](const BypassEntry& entry) { return entry.kind == Kind::kEverything && !entry.port; });
  for (const BypassEntry& entry : list.entries()) {
    // Beside `*` nothing else is rendered.
    if (everything == list.entries().end() || &entry == &*everything) warnings.look_at(entry, programs);
  }
  return warnings.take();
}

std::vector<NoProxyReader> bypass_readers(ClientKind kind) {
  switch (kind) {
    case ClientKind::kChromium:
      return {NoProxyReader::kChromiumFlag};
    case ClientKind::kJava:
      return {NoProxyReader::kJava};
    case ClientKind::kNode:
      return {NoProxyReader::kNode, NoProxyReader::kProxyFromEnv};
    case ClientKind::kAuto:
    case ClientKind::kPlain:
      break;
  }
  std::vector<NoProxyReader> readers;
  std::ranges::copy_if(no_proxy_readers(), std::back_inserter(readers), reads_no_proxy);
  return readers;
}

}  // namespace sallyport
