// urllib of Python 3.11: the server part of the URL, user included, once with its port and once without.
#include "core/no_proxy/python.hpp"

#include <algorithm>

#include "core/no_proxy/host_text.hpp"
#include "core/no_proxy/list_text.hpp"
#include "core/no_proxy/readers.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/text.hpp"

namespace sallyport::no_proxy {
namespace {

/// Whatever stands behind the last colon is a port when it is all digits, be it of an IPv6 address.
struct Server {
  std::string_view with_port;
  std::string_view host;
};

Server cut_port(std::string_view server) {
  const auto colon = server.rfind(':');
  if (colon == server.npos) return {server, server};
  const std::string_view behind = server.substr(colon + 1);
  if (behind.find_first_not_of("0123456789") != behind.npos) return {server, server};
  return {server, server.substr(0, colon)};
}

std::string_view trim_as_python(std::string_view text) {
  constexpr std::string_view kPythonSpace = " \t\n\v\f\r\x1c\x1d\x1e\x1f";
  return trimmed(text, kPythonSpace);
}

}  // namespace

std::optional<std::string> urllib_bypass(std::string_view list, std::string_view host) {
  if (list == "*") return std::string(list);
  const std::string lower = folded(host);
  const Server server = cut_port(lower);
  for (const std::string_view piece : split(list, ",")) {
    std::string_view entry = trim_as_python(piece);
    if (entry.empty()) continue;
    entry.remove_prefix(std::min(entry.find_first_not_of('.'), entry.size()));
    const std::string domain = folded(entry);
    for (const std::string_view name : {server.host, server.with_port}) {
      if (name == domain || is_below(name, domain)) return std::string(trim_as_python(piece));
    }
  }
  return std::nullopt;
}

Verdict read_as_python(std::string_view list, const WrittenUrl& url) {
  const std::string server = percent_decoded(url.authority);
  if (!list.empty()) {
    if (const auto entry = urllib_bypass(list, server)) return direct_by(*entry);
  }
  // What a proxy gets is written in ASCII: the URL as it is, or for CONNECT the decoded server.
  if (!is_ascii(url.scheme == "https" ? server : url.authority)) return std::nullopt;
  return NoProxyVerdict{};
}

}  // namespace sallyport::no_proxy
