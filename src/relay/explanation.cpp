#include "relay/explanation.hpp"

#include <fmt/format.h>

#include <boost/beast/http/status.hpp>

namespace sallyport::relay {

std::string explain(unsigned status, std::string_view reason, bool with_body) {
  const auto phrase = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
  const std::string body = fmt::format("Sallyport: {}\n", reason);
  // Without Proxy-Authenticate, although a 407 should have one: the app would ask for a password that it cannot use.
  return fmt::format(
      "HTTP/1.1 {} {}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n"
      "Connection: close\r\n\r\n{}",
      status, std::string_view(phrase.data(), phrase.size()), body.size(), with_body ? body : std::string());
}

}  // namespace sallyport::relay
