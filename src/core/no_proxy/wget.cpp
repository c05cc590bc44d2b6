// GNU Wget 1.21: every entry is a suffix without case, on a label boundary or with a dot of its own.
#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"
#include "sallyport/core/ascii.hpp"

namespace sallyport::no_proxy {
namespace {

bool matches(std::string_view host, std::string_view entry) {
  if (entry.size() > host.size()) return false;
  const std::string_view front = host.substr(0, host.size() - entry.size());
  if (!equal_without_case(host.substr(front.size()), entry)) return false;
  return front.empty() || front.ends_with('.') || entry.starts_with('.');
}

}  // namespace

Verdict read_as_wget(std::string_view list, const WrittenUrl& url) {
  if (url.is_ipv6() && url.host.find('%') != url.host.npos) return std::nullopt;
  const auto host = a_labels_of(percent_decoded(url.bare_host()));
  if (!host) return std::nullopt;
  if (list.empty()) return NoProxyVerdict{};
  while (true) {
    const auto comma = list.find(',');
    const std::string_view entry = list.substr(0, comma);
    if (matches(*host, entry)) return direct_by(entry);
    if (comma == list.npos) return NoProxyVerdict{};
    list.remove_prefix(comma + 1);
    list.remove_prefix(std::min(list.find_first_not_of(kSpace), list.size()));
  }
}

}  // namespace sallyport::no_proxy
