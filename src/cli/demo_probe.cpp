#include "cli/demo_probe.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "sallyport/core/basic_authorization.hpp"
#include "sallyport/core/proxy_url.hpp"
#include "sallyport/core/proxy_variables.hpp"
#include "sallyport/core/request_target.hpp"

namespace sallyport {

Result<int> probe(const std::string& url, const Environment& environment) {
  namespace asio = boost::asio;
  namespace beast = boost::beast;
  namespace http = beast::http;

  const Result<RequestTarget> target = parse_request_target(url);
  if (!target) return tl::unexpected(target.error());
  http::request<http::empty_body> request(http::verb::get, "/", 11);
  request.set(http::field::host, target->host.to_string());
  request.keep_alive(false);
  std::uint16_t port = target->port;
  if (const auto proxy = proxy_variable(environment, "http_proxy")) {
    const Result<ProxyUrl> server = parse_proxy_url(*proxy);
    if (!server) return tl::unexpected(server.error());
    port = server->endpoint.port;
    request.target(url);
    if (server->credential) {
      request.set(http::field::proxy_authorization,
                  basic_authorization(server->credential->username, server->credential->password.reveal()).reveal());
    }
  }
  try {
    asio::io_context context;
    beast::tcp_stream stream(context);
    stream.connect(asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), port));
    http::write(stream, request);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    http::read(stream, buffer, response);
    return static_cast<int>(response.result_int());
  } catch (const boost::system::system_error& error) {
    return failure(ErrorCode::kFailed, "The demo's client got no answer.", error.code().message());
  }
}

}  // namespace sallyport
