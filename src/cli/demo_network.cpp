#include "cli/demo_network.hpp"

#include <fmt/format.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <mutex>
#include <string_view>
#include <thread>

#include "sallyport/core/basic_authorization.hpp"

namespace sallyport {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

constexpr std::chrono::seconds kDeadline{10};
constexpr std::uint32_t kLargestPart = 65536;
constexpr std::string_view kVia = "1.1 sallyport-demo";

tcp::endpoint any_loopback_port() { return {asio::ip::address_v4::loopback(), 0}; }

Response answer(const Request& request, http::status status, std::string body) {
  Response response(status, request.version());
  response.set(http::field::content_type, "text/plain");
  response.keep_alive(false);
  response.body() = std::move(body);
  response.prepare_payload();
  return response;
}

asio::awaitable<Request> read_request(beast::tcp_stream& stream, beast::flat_buffer& buffer) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(kLargestPart);
  parser.body_limit(kLargestPart);
  co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
  co_return parser.release();
}

/// Copies until `from` ends, then tells `to`.
asio::awaitable<void> pump(beast::tcp_stream& from, beast::tcp_stream& to) {
  std::array<char, 16384> data;
  for (;;) {
    boost::system::error_code error;
    const std::size_t size =
        co_await from.async_read_some(asio::buffer(data), asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    from.expires_after(kDeadline);
    to.expires_after(kDeadline);
    co_await asio::async_write(to, asio::buffer(data, size), asio::use_awaitable);
  }
  boost::system::error_code ignored;
  to.socket().shutdown(tcp::socket::shutdown_send, ignored);
}

}  // namespace

struct DemoNetwork::State {
  State(std::string user_name, const Secret& password)
      : user(std::move(user_name)), authorization(basic_authorization(user, password.reveal())) {}

  asio::awaitable<void> accept(tcp::acceptor& acceptor, asio::awaitable<void> (State::*serve)(beast::tcp_stream)) {
    for (;;) {
      tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
      // What goes wrong on one connection ends that connection only.
      asio::co_spawn(context, (this->*serve)(beast::tcp_stream(std::move(socket))), asio::detached);
    }
  }

  asio::awaitable<void> serve_origin(beast::tcp_stream client) {
    client.expires_after(kDeadline);
    beast::flat_buffer buffer;
    const Request request = co_await read_request(client, buffer);
    const bool direct = request[http::field::via].empty();
    {
      const std::lock_guard lock(mutex);
      if (direct) ++visits.direct;
      if (!request[http::field::proxy_authorization].empty()) visits.password_leaked = true;
    }
    const Response response = answer(request, http::status::ok, direct ? "direct\n" : "through the proxy\n");
    co_await http::async_write(client, response, asio::use_awaitable);
  }

  asio::awaitable<void> serve_proxy(beast::tcp_stream client) {
    client.expires_after(kDeadline);
    beast::flat_buffer buffer;
    Request request = co_await read_request(client, buffer);
    if (!Secret(request[http::field::proxy_authorization]).equals(authorization)) {
      {
        const std::lock_guard lock(mutex);
        ++visits.refused;
      }
      Response response = answer(request, http::status::proxy_authentication_required, "The proxy wants a password.\n");
      response.set(http::field::proxy_authenticate, "Basic realm=\"Sallyport demo\"");
      co_await http::async_write(client, response, asio::use_awaitable);
      co_return;
    }
    const std::string server = fmt::format("{}:{}", kHost, origin.local_endpoint().port());
    const bool tunnel = request.method() == http::verb::connect;
    const std::string target(request.target());
    const std::string prefix = tunnel ? server : "http://" + server + "/";
    if (!target.starts_with(prefix)) {
      const Response response =
          answer(request, http::status::bad_gateway, "This proxy reaches the demo's server only.\n");
      co_await http::async_write(client, response, asio::use_awaitable);
      co_return;
    }
    {
      const std::lock_guard lock(mutex);
      visits.users.push_back(user);
    }
    beast::tcp_stream upstream(context);
    upstream.expires_after(kDeadline);
    co_await upstream.async_connect(origin.local_endpoint(), asio::use_awaitable);
    if (tunnel) {
      co_await relay_tunnel(client, upstream, request);
    } else {
      request.target(target.substr(prefix.size() - 1));
      co_await forward(client, upstream, std::move(request));
    }
  }

  static asio::awaitable<void> forward(beast::tcp_stream& client, beast::tcp_stream& upstream, Request request) {
    request.erase(http::field::proxy_authorization);
    request.erase(http::field::proxy_connection);
    request.set(http::field::via, kVia);
    request.keep_alive(false);
    co_await http::async_write(upstream, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    Response response;
    co_await http::async_read(upstream, buffer, response, asio::use_awaitable);
    response.set(http::field::via, kVia);
    co_await http::async_write(client, response, asio::use_awaitable);
  }

  static asio::awaitable<void> relay_tunnel(beast::tcp_stream& client, beast::tcp_stream& upstream,
                                            const Request& request) {
    using asio::experimental::awaitable_operators::operator&&;
    const http::response<http::empty_body> established(http::status::ok, request.version());
    http::response_serializer<http::empty_body> serializer(established);
    co_await http::async_write_header(client, serializer, asio::use_awaitable);
    co_await (pump(client, upstream) && pump(upstream, client));
  }

  const std::string user;
  const Secret authorization;
  asio::io_context context{1};
  tcp::acceptor proxy{context};
  tcp::acceptor origin{context};
  mutable std::mutex mutex;
  Visits visits;
  std::thread thread;
};

DemoNetwork::DemoNetwork(std::unique_ptr<State> state) : state_(std::move(state)) {}

DemoNetwork::~DemoNetwork() {
  state_->context.stop();
  state_->thread.join();
}

Result<std::unique_ptr<DemoNetwork>> DemoNetwork::start(const std::string& user, const Secret& password) {
  auto state = std::make_unique<State>(user, password);
  try {
    for (tcp::acceptor* acceptor : {&state->proxy, &state->origin}) {
      const tcp::endpoint endpoint = any_loopback_port();
      acceptor->open(endpoint.protocol());
      acceptor->bind(endpoint);
      acceptor->listen();
    }
  } catch (const boost::system::system_error& error) {
    return failure(ErrorCode::kIo, "The demo's proxy cannot listen on 127.0.0.1.", error.code().message());
  }
  asio::co_spawn(state->context, state->accept(state->proxy, &State::serve_proxy), asio::detached);
  asio::co_spawn(state->context, state->accept(state->origin, &State::serve_origin), asio::detached);
  state->thread = std::thread([&context = state->context] { context.run(); });
  return std::unique_ptr<DemoNetwork>(new DemoNetwork(std::move(state)));
}

std::uint16_t DemoNetwork::proxy_port() const { return state_->proxy.local_endpoint().port(); }

std::uint16_t DemoNetwork::origin_port() const { return state_->origin.local_endpoint().port(); }

DemoNetwork::Visits DemoNetwork::visits() const {
  const std::lock_guard lock(state_->mutex);
  return state_->visits;
}

}  // namespace sallyport
