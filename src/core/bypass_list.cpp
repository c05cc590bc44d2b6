#include "sallyport/core/bypass_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <functional>

#include "core/authority.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

using Kind = BypassEntry::Kind;

tl::unexpected<Error> invalid(std::string message) { return failure(ErrorCode::kInvalidValue, std::move(message)); }

/// `10.0.0.0/8`, `2001:db8::/32`, `[2001:db8::]/32`.
Result<void> read_network(BypassEntry& entry, std::string_view text) {
  const auto slash = text.find('/');
  const std::string_view address_text = text.substr(0, slash);
  const std::string_view length_text = text.substr(slash + 1);
  const auto address = parse_ip_address(address_text);
  if (!address) return invalid("Before the / stands an IP address, as in 10.0.0.0/8 or 2001:db8::/32.");
  // IPv4-mapped: the prefix counts the bits of IPv6.
  const bool mapped = address->is_v4 && address_text.find(':') != address_text.npos;
  const int largest = address->is_v4 && !mapped ? 32 : 128;
  const int smallest = mapped ? 96 : 0;
  int length = 0;
  const auto [end, error] = std::from_chars(length_text.data(), length_text.data() + length_text.size(), length);
  if (error != std::errc() || end != length_text.data() + length_text.size() || length < smallest || length > largest) {
    return invalid(fmt::format("Behind the / of this network stands a number from {} to {}.", smallest, largest));
  }
  entry.kind = Kind::kNetwork;
  entry.address = *address;
  entry.prefix_length = length - smallest;
  return {};
}

Result<void> read_domain(BypassEntry& entry, Kind kind, std::string_view name) {
  if (name.find('*') != name.npos) {
    return invalid("A * stands alone, or in front of a dot at the beginning, as in *.example.com.");
  }
  const auto host = parse_host(name);
  if (!host) return tl::unexpected(host.error());
  if (!host->is_address()) {
    entry.kind = kind;
    entry.domain = host->name();
    return {};
  }
  if (kind == Kind::kSubdomains) return invalid("An address has no subdomains: leave out what stands in front of it.");
  entry.kind = Kind::kAddress;
  entry.address = host->address();
  return {};
}

Result<void> read_hosts(BypassEntry& entry, std::string_view hosts) {
  if (hosts == "*") {
    entry.kind = Kind::kEverything;
    return {};
  }
  if (ascii_lower(hosts) == "<local>") {
    entry.kind = Kind::kLocalNames;
    return {};
  }
  if (hosts.find('%') != hosts.npos) return invalid("Leave out the zone behind the % sign: it never counts.");
  if (hosts.find('/') != hosts.npos) {
    const bool inside = hosts.starts_with('[') && hosts.ends_with(']');
    return read_network(entry, inside ? hosts.substr(1, hosts.size() - 2) : hosts);
  }
  if (hosts.starts_with("*.")) return read_domain(entry, Kind::kSubdomains, hosts.substr(2));
  if (hosts.starts_with('.')) return read_domain(entry, Kind::kSubdomains, hosts.substr(1));
  return read_domain(entry, Kind::kDomain, hosts);
}

Result<BypassEntry> parse_entry(std::string_view text) {
  if (has_control_character(text)) return invalid("An entry cannot contain a line break or another control character.");
  if (text.find(' ') != text.npos) return invalid("Entries are separated by commas, not by spaces.");
  if (text.find("://") != text.npos)
    return invalid("Leave out the protocol: write example.com, not http://example.com.");
  if (text.find('@') != text.npos) return invalid("An entry is a host without a user name.");
  BypassEntry entry;
  entry.text = text;
  const Authority authority = split_authority(text);
  if (authority.port) {
    const auto port = parse_port(*authority.port);
    if (!port) return tl::unexpected(port.error());
    entry.port = *port;
  }
  return read_hosts(entry, authority.host).map([&] { return entry; });
}

bool is_subdomain(std::string_view name, std::string_view domain) {
  return name.size() > domain.size() && name.ends_with(domain) && name[name.size() - domain.size() - 1] == '.';
}

}  // namespace

bool BypassEntry::matches(const RequestTarget& target) const {
  if (port && *port != target.port) return false;
  const Host& host = target.host;
  switch (kind) {
    case Kind::kEverything:
      return true;
    case Kind::kLocalNames:
      return !host.is_address() && host.name().find('.') == std::string::npos;
    case Kind::kDomain:
      return !host.is_address() && (host.name() == domain || is_subdomain(host.name(), domain));
    case Kind::kSubdomains:
      return !host.is_address() && is_subdomain(host.name(), domain);
    case Kind::kAddress:
      return host.is_address() && host.address() == address;
    case Kind::kNetwork:
      return host.is_address() && host.address().shares_prefix(address, prefix_length);
  }
  return false;
}

BypassList BypassList::parse(std::string_view text, std::vector<BypassError>* errors) {
  BypassList list;
  while (!text.empty()) {
    const std::string_view item = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), item.size() + 1));
    const std::string_view entry_text = trimmed(item);
    if (entry_text.empty()) continue;
    auto entry = parse_entry(entry_text);
    if (entry) {
      list.entries_.push_back(std::move(*entry));
    } else if (errors != nullptr) {
      const std::string& why = entry.error().message;
      const bool may_be_shown = entry_text.find('@') == entry_text.npos;
      errors->push_back(
          {std::string(entry_text), may_be_shown ? fmt::format("\"{}\" cannot be read. {}", entry_text, why) : why});
    }
  }
  list.index();
  return list;
}

void BypassList::index() {
  for (std::uint32_t i = 0; i < entries_.size(); ++i) (entries_[i].domain.empty() ? others_ : by_domain_).push_back(i);
  std::ranges::stable_sort(by_domain_, {}, std::bind_front(&BypassList::domain_of, this));
}

const BypassEntry* BypassList::match(const RequestTarget& target) const {
  std::size_t first = entries_.size();
  const auto look_at = [&](std::uint32_t i) {
    if (i < first && entries_[i].matches(target)) first = i;
  };
  std::string_view name = target.host.is_address() ? std::string_view() : target.host.name();
  while (!by_domain_.empty() && !name.empty()) {
    auto i = std::ranges::lower_bound(by_domain_, name, {}, std::bind_front(&BypassList::domain_of, this));
    for (; i != by_domain_.end() && domain_of(*i) == name; ++i) look_at(*i);
    name.remove_prefix(std::min(name.size(), name.find('.')));
    if (!name.empty()) name.remove_prefix(1);
  }
  for (const std::uint32_t i : others_) {
    if (i > first) break;
    look_at(i);
  }
  return first == entries_.size() ? nullptr : &entries_[first];
}

}  // namespace sallyport
