#include "core/no_proxy/list_text.hpp"

#include "sallyport/core/ascii.hpp"

namespace sallyport::no_proxy {

std::vector<std::string_view> split(std::string_view list, std::string_view separators) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const auto end = list.find_first_of(separators);
    pieces.push_back(list.substr(0, end));
    if (end == list.npos) return pieces;
    list.remove_prefix(end + 1);
  }
}

bool is_below(std::string_view host, std::string_view domain) {
  if (host.size() <= domain.size() || host[host.size() - domain.size() - 1] != '.') return false;
  return equal_without_case(host.substr(host.size() - domain.size()), domain);
}

NoProxyVerdict direct_by(std::string_view entry) { return {true, std::string(entry), false}; }

}  // namespace sallyport::no_proxy
