#include "core/no_proxy/written_url.hpp"

#include "core/authority.hpp"
#include "sallyport/core/ascii.hpp"
#include "sallyport/core/request_target.hpp"

namespace sallyport::no_proxy {

std::string_view WrittenUrl::bare_host() const {
  const std::string_view text = host;
  return is_ipv6() ? text.substr(1, text.size() - 2) : text;
}

Result<WrittenUrl> cut_url(std::string_view url) {
  const auto target = parse_request_target(url);
  if (!target) return tl::unexpected(target.error());
  if (target->scheme != "http" && target->scheme != "https") {
    return failure(ErrorCode::kInvalidValue, "What a program does is known for http and https URLs only.");
  }
  WrittenUrl cut;
  cut.scheme = target->scheme;
  cut.port = target->port;
  const auto scheme_end = url.find("://");
  if (scheme_end < url.find_first_of("/?#")) url.remove_prefix(scheme_end + 3);
  cut.authority = url.substr(0, url.find_first_of("/?#"));
  const std::string_view server = std::string_view(cut.authority).substr(cut.authority.rfind('@') + 1);
  const Authority parts = split_authority(server);
  cut.host = parts.host;
  cut.port_text = parts.port.value_or("");
  return cut;
}

}  // namespace sallyport::no_proxy
