#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/host.hpp"
#include "sallyport/core/request_target.hpp"

namespace sallyport {

/// One entry of the bypass list: hosts that do not use the proxy.
struct BypassEntry {
  enum class Kind {
    kEverything,  ///< `*`
    kLocalNames,  ///< `<local>`: names without a dot, never an address
    kDomain,      ///< `example.com`: the host and every subdomain
    kSubdomains,  ///< `.example.com`, `*.example.com`: subdomains only
    kAddress,     ///< `10.1.2.3`, `2001:db8::1`, `[2001:db8::1]`
    kNetwork,     ///< `10.0.0.0/8`, `2001:db8::/32`
  };
  Kind kind = Kind::kDomain;
  std::string text;                   ///< as written, without surrounding space
  std::string domain;                 ///< kDomain, kSubdomains: A-labels without a leading dot
  IpAddress address;                  ///< kAddress, kNetwork
  int prefix_length = 0;              ///< kNetwork
  std::optional<std::uint16_t> port;  ///< only this port

  [[nodiscard]] bool matches(const RequestTarget& target) const;
};

/// An entry that cannot be read, with the sentence for the user, which names it unless a password may stand in it (a
/// pasted URL).
struct BypassError {
  std::string entry;
  std::string message;
};

/// The list in Sallyport's one dialect. Entries are separated by commas; spaces and line ends around them, and empty
/// entries, are ignored. Case and a trailing dot do not matter; names compare as A-labels.
///
/// | entry                          | matches                                        | does not match          |
/// |--------------------------------|------------------------------------------------|-------------------------|
/// | `example.com`                  | `example.com`, `a.example.com`                 | `badexample.com`        |
/// | `.example.com` `*.example.com` | `a.example.com`, `a.b.example.com`             | `example.com`           |
/// | `example.com:8080`             | port 8080 only                                 | `https://example.com`   |
/// | `10.1.2.3`, `[2001:db8::1]`    | the address, also as IPv4-mapped IPv6          | a name that resolves to it |
/// | `10.0.0.0/8`, `2001:db8::/32`  | the network                                    | a name                  |
/// | `<local>`                      | `intranet`                                     | `10.1.2.3`, `::1`       |
/// | `*`                            | everything                                     |                         |
///
/// `entry:port` takes any of these in front (IPv6 in brackets). IPv4 is four decimal octets; `127.1` is a name.
/// A network whose host bits are set matches its network all the same. Loopback is not the list's affair: see
/// route.hpp.
class BypassList {
 public:
  BypassList() = default;

  /// Reads what it can and reports every bad entry in `errors` (may be null).
  [[nodiscard]] static BypassList parse(std::string_view text, std::vector<BypassError>* errors);

  /// The first entry that matches, or null. Names are looked up; addresses, networks and words are gone through.
  [[nodiscard]] const BypassEntry* match(const RequestTarget& target) const;
  [[nodiscard]] const std::vector<BypassEntry>& entries() const { return entries_; }

 private:
  void index();
  [[nodiscard]] std::string_view domain_of(std::uint32_t i) const { return entries_[i].domain; }

  std::vector<BypassEntry> entries_;
  std::vector<std::uint32_t> by_domain_;  ///< entries with a domain, in its order, then in theirs
  std::vector<std::uint32_t> others_;     ///< in their order
};

}  // namespace sallyport
