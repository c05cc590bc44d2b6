#include "sallyport/core/host.hpp"

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <memory>
#include <tuple>
#include <utility>

#include "sallyport/core/ascii.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport {
namespace {

namespace urls = boost::urls;

tl::unexpected<Error> not_an_address() {
  return failure(ErrorCode::kInvalidValue,
                 "This is not an IP address: write four decimal numbers like 192.0.2.1, or IPv6 like 2001:db8::1.");
}

tl::unexpected<Error> not_a_name() {
  return failure(ErrorCode::kInvalidValue,
                 "This is not a host name: use letters, digits, hyphens and single dots, as in proxy.example.com.");
}

IpAddress from_v4(const urls::ipv4_address& v4) {
  IpAddress address;
  address.is_v4 = true;
  std::ranges::copy(v4.to_bytes(), address.bytes.begin());
  return address;
}

/// RFC 5952: the first longest run of two or more zero groups is written `::`. (Boost.URL 1.81 shortens one group,
/// too.)
std::string v6_to_string(const std::array<std::uint8_t, 16>& bytes) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < groups.size(); ++i) groups[i] = (bytes[2 * i] << 8U) | bytes[2 * i + 1];
  auto run = groups.end();
  auto run_end = groups.end();
  for (auto begin = groups.begin(); begin != groups.end(); ++begin) {
    const auto end = std::find_if(begin, groups.end(), [](unsigned group) { return group != 0; });
    if (end - begin > 1 && end - begin > run_end - run) std::tie(run, run_end) = std::pair(begin, end);
  }
  const std::string head = fmt::format("{:x}", fmt::join(groups.begin(), run, ":"));
  if (run == groups.end()) return head;
  return head + "::" + fmt::format("{:x}", fmt::join(run_end, groups.end(), ":"));
}

std::string_view without_brackets(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return text;
  return text.substr(1, text.size() - 2);
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

}  // namespace

bool IpAddress::is_loopback() const {
  if (is_v4) return bytes[0] == 127;
  return std::all_of(bytes.begin(), bytes.end() - 1, [](auto byte) { return byte == 0; }) && bytes.back() == 1;
}

std::string IpAddress::to_string() const {
  return is_v4 ? fmt::format("{}", fmt::join(bytes.begin(), bytes.begin() + 4, ".")) : v6_to_string(bytes);
}

bool IpAddress::shares_prefix(const IpAddress& other, int prefix_length) const {
  if (is_v4 != other.is_v4 || prefix_length < 0 || prefix_length > (is_v4 ? 32 : 128)) return false;
  const auto whole = static_cast<std::size_t>(prefix_length / 8);
  if (!std::equal(bytes.begin(), bytes.begin() + whole, other.bytes.begin())) return false;
  const int rest = prefix_length % 8;
  return rest == 0 || ((bytes[whole] ^ other.bytes[whole]) >> (8 - rest)) == 0;
}

Result<IpAddress> parse_ip_address(std::string_view text) {
  if (const auto v4 = urls::parse_ipv4_address(text)) return from_v4(*v4);
  const auto v6 = urls::parse_ipv6_address(without_brackets(text));
  if (!v6) return not_an_address();
  const auto v6_bytes = v6->to_bytes();
  IpAddress address;
  if (v6->is_v4_mapped()) {
    address.is_v4 = true;
    std::copy_n(v6_bytes.end() - 4, 4, address.bytes.begin());
  } else {
    std::ranges::copy(v6_bytes, address.bytes.begin());
  }
  return address;
}

bool Host::is_loopback() const {
  if (is_address()) return address().is_loopback();
  return name() == "localhost" || name().ends_with(".localhost");
}

std::string Host::to_string() const { return is_address() ? address().to_string() : name(); }

Result<Host> parse_host(std::string_view text) {
  if (text.starts_with('[') || text.find(':') != text.npos) {
    std::string_view literal = without_brackets(text);
    if (literal.find(':') == literal.npos) return not_an_address();
    literal = literal.substr(0, literal.find('%'));
    return parse_ip_address(literal).map([](const IpAddress& address) { return Host{address}; });
  }
  auto name = to_a_labels(text);
  if (!name) return tl::unexpected(std::move(name.error()));
  // After the mapping, so that full-width digits and a trailing dot make the same address.
  if (const auto v4 = urls::parse_ipv4_address(*name)) return Host{from_v4(*v4)};
  return Host{std::move(*name)};
}

Result<std::string> to_a_labels(std::string_view name) {
  std::string labels(name);
  // UTS #46 maps ASCII to lower case only; what it refuses of ASCII is taken as it is.
  if (!is_ascii(name)) {
    if (name.find('\0') != name.npos) return not_a_name();
    char* mapped = nullptr;
    if (idn2_to_ascii_8z(labels.c_str(), &mapped, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT) != IDN2_OK) {
      return not_a_name();
    }
    const std::unique_ptr<char, void (*)(void*)> owner(mapped, &idn2_free);
    labels = mapped;
  }
  labels = ascii_lower(labels);
  if (labels.ends_with('.')) labels.pop_back();
  const bool has_empty_label =
      labels.empty() || labels.starts_with('.') || labels.ends_with('.') || labels.find("..") != labels.npos;
  if (has_empty_label || !std::ranges::all_of(labels, is_name_character)) return not_a_name();
  return labels;
}

}  // namespace sallyport
