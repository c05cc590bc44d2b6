// EnvHttpProxyAgent of undici: a leading dot or `*.` means the same as none.
#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/javascript_list.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"

namespace sallyport::no_proxy {

Verdict read_as_undici(std::string_view list, const WrittenUrl& url) {
  const auto host = whatwg_host(url.host);
  if (!host) return std::nullopt;
  if (list == "*") return direct_by(list);
  for (const JavascriptEntry& entry : cut_javascript_list(list)) {
    if (entry.port != 0 && entry.port != url.port) continue;
    std::string_view name = entry.host;
    if (name.starts_with("*.")) {
      name.remove_prefix(2);
    } else if (name.starts_with('.')) {
      name.remove_prefix(1);
    }
    if (*host == name || is_below(*host, name)) return direct_by(entry.text);
  }
  return NoProxyVerdict{};
}

}  // namespace sallyport::no_proxy
