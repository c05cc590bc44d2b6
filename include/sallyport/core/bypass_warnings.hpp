#pragma once

#include <span>
#include <string>
#include <vector>

#include "sallyport/core/bypass_list.hpp"
#include "sallyport/core/client.hpp"
#include "sallyport/core/no_proxy_reader.hpp"

namespace sallyport {

/// What programs make of entries of a bypass list where it is not what the list says.
struct BypassWarning {
  enum class Effect {
    kIgnored,  ///< requests that the list bypasses use the proxy
    kTooWide,  ///< requests that it does not bypass go direct
  };
  Effect effect = Effect::kIgnored;
  std::vector<NoProxyReader> programs;  ///< in the order that was asked in
  std::string unread;                   ///< kIgnored: what they do not read, as `networks`
  bool left_out = false;                ///< kIgnored: their form is written without it, read or not
  std::vector<std::string> entries;     ///< as written
  std::vector<std::string> hosts;       ///< kTooWide: for each entry one that goes direct

  /// `wget and urllib send 10.0.0.0/8 through the proxy: they do not read networks.`
  /// `requests and Chromium also go direct to badexample.com, which the list does not name.`
  [[nodiscard]] std::string sentence() const;
};

/// What `programs` make of `list` when each gets it rendered in its own form: their models (no_proxy_reader.hpp) are
/// asked about URLs made from each entry: its host or addresses, a name below, one that ends or begins alike,
/// neighbouring addresses, http and https, with and without a port. Hosts are written as in most URLs: A-labels without
/// a trailing dot, addresses in their shortest form. What Sallyport says of loopback, and what a program goes direct to
/// by itself, is no entry's doing. Pure; takes a few tenths of a millisecond for an entry. Sorted: ignored ones first;
/// programs and entries to which the same happens stand together.
[[nodiscard]] std::vector<BypassWarning> bypass_warnings(const BypassList& list,
                                                         std::span<const NoProxyReader> programs);

/// The readers that a client of this kind may be, or start.
[[nodiscard]] std::vector<NoProxyReader> bypass_readers(ClientKind kind);

}  // namespace sallyport
