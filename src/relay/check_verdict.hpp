#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "relay/message_parser.hpp"
#include "relay/proxy_request.hpp"
#include "sallyport/core/endpoint.hpp"
#include "sallyport/ports/tls.hpp"

namespace sallyport::relay {

/// How one stage of a check ends: sentences for a person, without a secret. What an other end sent is shown cut and
/// without control characters.
struct CheckVerdict {
  bool ok = false;
  std::string detail;
  std::string advice;
};

inline constexpr std::string_view kNoProxyAdvice = "Check that the server and the port are those of the proxy.";
inline constexpr std::string_view kNothingOffered =
    "The proxy wants a login, but does not say of what kind. Ask its administrator to look at the Proxy-Authenticate "
    "header that it sends.";

/// An error's message, which says what happened and then what to do, at the end of its first sentence.
[[nodiscard]] std::pair<std::string, std::string> split_message(std::string_view message);

/// A GET that asks for the connection to be closed after it.
[[nodiscard]] std::string request_head(const ProxyRequest& asked, std::string_view line_target,
                                       std::string_view authorization);
/// `Basic, NTLM`, as the proxy names them.
[[nodiscard]] std::string offered_schemes(std::span<const std::string> challenges);

/// What is no HTTP: SSH, TLS, SOCKS.
[[nodiscard]] CheckVerdict judge_odd_answer(std::string_view answer, const Endpoint& proxy);
/// An answer to CONNECT that is no 407.
[[nodiscard]] CheckVerdict judge_tunnel(const ResponseParser& response, const ProxyRequest& asked,
                                        const Endpoint& proxy);
/// `through_proxy`: somebody on the way may have signed it anew.
[[nodiscard]] CheckVerdict judge_certificate(const TlsCertificate& certificate, bool through_proxy);
/// What the site answered, or `forwarder` (null: nobody could) in its place. A redirection over plain HTTP to a host
/// that has nothing to do with the target is taken for a captive portal.
[[nodiscard]] CheckVerdict judge_response(const ResponseParser& response, const RequestTarget& target,
                                          const Endpoint* forwarder, std::chrono::sys_seconds now);

}  // namespace sallyport::relay
