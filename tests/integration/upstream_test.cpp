#include <gmock/gmock.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <string>

#include "platform/linux/tls_module.hpp"
#include "relay/socks5.hpp"
#include "relay/tls_layer.hpp"
#include "support/certificate_authority.hpp"
#include "support/dante.hpp"
#include "support/origin_server.hpp"
#include "support/scripted_peer.hpp"
#include "support/stunnel.hpp"
#include "support/tinyproxy.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using testing::HasSubstr;

asio::awaitable<std::string> ask(Stream& stream, std::string request) {
  boost::system::error_code error;
  const std::array buffers = {asio::const_buffer(request.data(), request.size())};
  co_await stream.write(buffers, error);
  std::string answer;
  while (!error) {
    std::array<char, 4096> piece{};
    const std::size_t size = co_await stream.read_some(asio::buffer(piece), error);
    answer.append(piece.data(), size);
  }
  co_return answer;
}

class Upstream : public testing::Test {
 protected:
  Stream connect(std::uint16_t port) {
    tcp::socket socket(io);
    socket.connect({asio::ip::address_v4::loopback(), port});
    return Stream(std::move(socket));
  }
  Socks5Answer through_dante(Stream& stream, const Host& host, std::uint16_t port, const Credential* credential) {
    return run_coroutine(io, connect_through_socks5(stream, host, port, credential));
  }

  asio::io_context io{1};
  OriginServer origin;
};

TEST_F(Upstream, ReachesAnOriginThroughDanteWithALogin) {
  if (const std::string obstacle = Dante::obstacle(); !obstacle.empty()) GTEST_SKIP() << obstacle;
  const Dante dante("alice", "s3cret");
  const Credential alice{"alice", Secret("s3cret")};
  const Credential wrong{"alice", Secret("other")};
  const Host name{"localhost"};

  auto stream = connect(dante.port());
  const auto answer = through_dante(stream, name, origin.port(), &alice);
  ASSERT_EQ(answer.outcome, Socks5Outcome::kConnected) << answer.reason;
  const std::string request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  EXPECT_THAT(run_coroutine(io, ask(stream, request)), HasSubstr(OriginServer::kBody));

  auto second = connect(dante.port());
  EXPECT_EQ(through_dante(second, name, origin.port(), &wrong).outcome, Socks5Outcome::kLoginRejected);
  auto third = connect(dante.port());
  EXPECT_EQ(through_dante(third, name, origin.port(), nullptr).outcome, Socks5Outcome::kLoginWanted);
  auto fourth = connect(dante.port());
  EXPECT_THAT(through_dante(fourth, parse_host("127.0.0.9").value(), 80, &alice).reason, HasSubstr("rules"));
  auto fifth = connect(dante.port());
  EXPECT_THAT(through_dante(fifth, name, free_port(), &alice).reason, HasSubstr("refused"));
  auto sixth = connect(dante.port());
  EXPECT_THAT(through_dante(sixth, Host{"nowhere.invalid"}, 80, &alice).reason, HasSubstr("nowhere.invalid"));
}

TEST_F(Upstream, ReachesAnOriginThroughTlsToAProxy) {
  const Tinyproxy tinyproxy(origin.port(), "", "");
  const CertificateAuthority authority("Sallyport Test Authority");
  const Stunnel stunnel(tinyproxy.port(), authority.issue("IP:127.0.0.1"));
  TlsModule tls;

  auto stream = connect(stunnel.port());
  const auto started = run_coroutine(io, start_tls(tls, stream, "127.0.0.1", authority.file()));
  ASSERT_TRUE(started) << started.error().message << started.error().detail;
  const std::string request = "GET http://origin.test/ HTTP/1.1\r\nHost: origin.test\r\nConnection: close\r\n\r\n";
  EXPECT_THAT(run_coroutine(io, ask(stream, request)), HasSubstr(OriginServer::kBody));
  EXPECT_EQ(tinyproxy.requests_for("origin.test"), 1);

  auto untrusted = connect(stunnel.port());
  const auto refused = run_coroutine(io, start_tls(tls, untrusted, "127.0.0.1", ""));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("Sallyport Test Authority"));
}

}  // namespace
}  // namespace sallyport::relay
