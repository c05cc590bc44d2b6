#include "core/no_proxy/host_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <charconv>
#include <vector>

#include "sallyport/core/ascii.hpp"
#include "sallyport/core/host.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport::no_proxy {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_mapped(const Ipv6Bytes& bytes) {
  return std::all_of(bytes.begin(), bytes.begin() + 10, [](auto byte) { return byte == 0; }) && bytes[10] == 0xFF &&
         bytes[11] == 0xFF;
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text.front() == '0') {
    base = 8;
  }
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == text.npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

std::optional<std::uint32_t> joined(const std::vector<std::uint64_t>& numbers) {
  if (numbers.empty() || numbers.size() > 4) return std::nullopt;
  std::uint64_t address = 0;
  for (std::size_t i = 0; i + 1 < numbers.size(); ++i) {
    if (numbers[i] > 0xFF) return std::nullopt;
    address |= numbers[i] << (24 - 8 * i);
  }
  const std::uint64_t room = std::uint64_t{1} << (8 * (5 - numbers.size()));
  if (numbers.back() >= room) return std::nullopt;
  return static_cast<std::uint32_t>(address | numbers.back());
}

/// The standard's "ends in a number": what must then be IPv4.
bool ends_in_number(const std::string_view last) {
  return !last.empty() && (std::ranges::all_of(last, is_digit) || last == "0x" || last == "0X" || parse_number(last));
}

}  // namespace

std::optional<Ipv6Bytes> parse_ipv6(std::string_view text) {
  const auto parsed = boost::urls::parse_ipv6_address(text);
  if (!parsed) return std::nullopt;
  Ipv6Bytes bytes{};
  std::ranges::copy(parsed->to_bytes(), bytes.begin());
  return bytes;
}

std::string ipv6_text(const Ipv6Bytes& bytes) { return IpAddress{bytes, false}.to_string(); }

std::string ipv6_text_with_ipv4(const Ipv6Bytes& bytes) {
  if (!is_mapped(bytes)) return ipv6_text(bytes);
  return fmt::format("::ffff:{}.{}.{}.{}", bytes[12], bytes[13], bytes[14], bytes[15]);
}

std::optional<std::uint32_t> parse_dotted_ipv4(std::string_view text) {
  const auto parsed = boost::urls::parse_ipv4_address(text);
  return parsed ? std::optional<std::uint32_t>(parsed->to_uint()) : std::nullopt;
}

std::optional<std::uint32_t> parse_loose_ipv4(std::string_view text) {
  std::vector<std::uint64_t> numbers;
  for (const std::string_view part : parts_of(text)) {
    const auto number = parse_number(part);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return joined(numbers);
}

std::string ipv4_text(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24U, (address >> 16U) & 0xFFU, (address >> 8U) & 0xFFU, address & 0xFFU);
}

bool shares_ipv4_prefix(std::uint32_t a, std::uint32_t b, int length) {
  return length <= 0 || ((a ^ b) >> (32 - std::min(length, 32))) == 0;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    if (text[i] == '%' && i + 2 < text.size() && std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2) {
      decoded += static_cast<char>(value);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::optional<std::string> a_labels_of(std::string_view name) {
  if (is_ascii(name)) return std::string(name);
  const bool dot = name.ends_with('.');
  auto labels = to_a_labels(name);
  if (!labels) return std::nullopt;
  return *labels + (dot ? "." : "");
}

std::string folded(std::string_view text) {
  std::string lower;
  while (!text.empty()) {
    const std::string_view label = text.substr(0, text.find_first_of(".:"));
    lower += is_ascii(label) ? ascii_lower(label) : "\n" + a_labels_of(label).value_or(std::string(label));
    text.remove_prefix(label.size());
    if (!text.empty()) lower += text.front();
    text.remove_prefix(std::min<std::size_t>(text.size(), 1));
  }
  return lower;
}

std::optional<std::string> whatwg_host(std::string_view written) {
  if (written.starts_with('[')) {
    const auto bytes = parse_ipv6(written.substr(1, written.size() - 2));
    return bytes ? std::optional("[" + ipv6_text(*bytes) + "]") : std::nullopt;
  }
  const auto labels = a_labels_of(percent_decoded(written));
  if (!labels) return std::nullopt;
  std::string name = ascii_lower(*labels);
  std::vector<std::string_view> parts = parts_of(name);
  if (parts.size() > 1 && parts.back().empty()) parts.pop_back();
  if (!ends_in_number(parts.back())) return name;
  std::vector<std::uint64_t> numbers;
  for (const std::string_view part : parts) {
    const auto number = part == "0x" || part == "0X" ? std::optional<std::uint64_t>(0) : parse_number(part);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  const auto address = joined(numbers);
  return address ? std::optional(ipv4_text(*address)) : std::nullopt;
}

}  // namespace sallyport::no_proxy
