// Java 17, as HttpURLConnection asks its default ProxySelector: texts without case, a `*` at either end.
#include <algorithm>
#include <array>

#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"

namespace sallyport::no_proxy {
namespace {

/// Joined to every list.
constexpr std::array<std::string_view, 5> kBuiltIn = {"localhost", "127.*", "[::1]", "0.0.0.0", "[::0]"};

bool matches(std::string_view host, std::string_view entry) {
  if (entry == "*") return true;
  const bool open_front = entry.starts_with('*');
  const bool open_back = entry.ends_with('*');
  if (open_front) entry.remove_prefix(1);
  if (open_back) entry.remove_suffix(1);
  const std::string text = folded(entry);
  if (open_front && open_back) return host.find(text) != host.npos;
  if (open_front) return host.ends_with(text);
  return open_back ? host.starts_with(text) : host == text;
}

}  // namespace

Verdict read_as_java(std::string_view list, const WrittenUrl& url) {
  const std::string host = folded(percent_decoded(url.host));
  for (const std::string_view entry : split(list, "|")) {
    if (!entry.empty() && matches(host, entry)) return direct_by(entry);
  }
  const bool built_in = std::ranges::any_of(kBuiltIn, [&](auto entry) { return matches(host, entry); });
  return NoProxyVerdict{built_in, "", built_in};
}

}  // namespace sallyport::no_proxy
