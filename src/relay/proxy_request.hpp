#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "relay/message_parser.hpp"
#include "sallyport/core/request_target.hpp"
#include "sallyport/core/result.hpp"

namespace sallyport::relay {

/// What a client asks its proxy for (RFC 9112 §3.2.2, §3.2.3).
struct ProxyRequest {
  enum class Kind { kForward, kConnect };
  Kind kind = Kind::kForward;
  RequestTarget target;   ///< of scheme http, or https for CONNECT
  std::string authority;  ///< `host:port` as it goes into Host and CONNECT; without the port where it is the scheme's
  std::string path;       ///< origin-form; empty for CONNECT, and for OPTIONS of a server as a whole
};

/// As the request-target stands in a request to a proxy that forwards it.
[[nodiscard]] inline std::string absolute_uri(const ProxyRequest& asked) {
  return "http://" + asked.authority + asked.path;
}

/// Why a request is not served. `status` is the HTTP status that says so.
struct Refusal {
  unsigned status = 400;
  std::string reason;  ///< sentences for a person
};

/// The request-target in absolute-form with scheme http, or in authority-form for CONNECT. All else is refused, so that
/// no web page can talk to the relay: it never answers as an origin server. TRACE is refused, as the proxy would hand
/// the login back that the relay added (RFC 9110 §9.3.8).
[[nodiscard]] tl::expected<ProxyRequest, Refusal> parse_proxy_request(std::string_view method, std::string_view target);

/// Refuses what two readers could take in two ways (RFC 9112 §6.1, §6.3): a transfer coding other than chunked, or one
/// in HTTP/1.0, repeated lengths.
[[nodiscard]] tl::expected<void, Refusal> check_framing(const RequestParser& request);
/// Whether a response of the upstream reads in one way only, and has a status of three digits (RFC 9110 §15).
[[nodiscard]] bool is_sound(const ResponseParser& response);
/// The Proxy-Authenticate fields of a 407; none for other statuses.
[[nodiscard]] std::vector<std::string> challenges_of(const ResponseParser& response);

/// Whether the client asks to switch protocols (RFC 9110 §7.8).
[[nodiscard]] bool asks_for_upgrade(const RequestParser& request);
[[nodiscard]] bool expects_continue(const RequestParser& request);
/// Whether it signs in at the origin by a scheme that holds for the connection it comes on (NTLM, Negotiate; RFC 4559
/// §6).
[[nodiscard]] bool signs_in_connection(const RequestParser& request);

/// Where the head is to go.
enum class RequestForm { kAbsolute, kOrigin };
/// The head for the next hop: hop-by-hop fields are left out (RFC 9110 §7.6.1), Host is the target's, Via is added.
/// `authorization`: the value of Proxy-Authorization, or empty.
void write_request_head(std::string& out, const RequestParser& request, const ProxyRequest& asked, RequestForm form,
                        std::string_view authorization);
/// The head of a body-less request for the same target, to learn what the proxy asks for.
void write_probe_head(std::string& out, const ProxyRequest& asked, std::string_view authorization);
void write_connect_head(std::string& out, const ProxyRequest& asked, std::string_view authorization);

/// How the body of a response goes to the client.
enum class ResponseBody { kNone, kAsItCame, kWithoutChunks };
void write_response_head(std::string& out, const ResponseParser& response, ResponseBody body, bool keep_alive);

}  // namespace sallyport::relay
