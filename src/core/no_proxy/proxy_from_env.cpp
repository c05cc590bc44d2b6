// proxy-from-env 2.1: exact, unless a dot or a `*` stands in front; then a suffix.
#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/javascript_list.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"

namespace sallyport::no_proxy {

Verdict read_as_proxy_from_env(std::string_view list, const WrittenUrl& url) {
  const auto host = whatwg_host(url.host);
  if (!host) return std::nullopt;
  for (const JavascriptEntry& entry : cut_javascript_list(list)) {
    if (entry.port != 0 && entry.port != url.port) continue;
    std::string_view name = entry.host;
    const bool suffix = name.starts_with('.') || name.starts_with('*');
    if (name.starts_with('*')) name.remove_prefix(1);
    if (suffix ? host->ends_with(name) : *host == name) return direct_by(entry.text);
  }
  return NoProxyVerdict{};
}

}  // namespace sallyport::no_proxy
