#include <gmock/gmock.h>

#include <array>
#include <atomic>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <optional>
#include <string>

#include "support/numbered_origin.hpp"
#include "support/origin_server.hpp"
#include "support/relay_fixture.hpp"
#include "support/wait_for.hpp"

namespace sallyport::relay {
namespace {

using boost::asio::ip::tcp;
using ::testing::ElementsAre;

/// Whether a socket that was accepted as the relay does tells that its other end broke the connection off while
/// something was left to read.
bool resets_are_told() {
  boost::asio::io_context io;
  tcp::acceptor acceptor(io, {boost::asio::ip::address_v4::loopback(), 0});
  tcp::socket client(io);
  tcp::socket server(io);
  tcp::endpoint peer;
  acceptor.async_accept(server, peer, [](const boost::system::error_code&) {});
  client.connect(acceptor.local_endpoint());
  io.run();
  send(client, "unread");
  server.wait(tcp::socket::wait_read);
  client.set_option(boost::asio::socket_base::linger(true, 0));
  client.close();
  boost::system::error_code error;
  (void)server.remote_endpoint(error);
  std::array<char, 6> bytes{};
  if (!error) server.receive(boost::asio::buffer(bytes), 0, error);
  return error.failed();
}

/// Whose a connection is, and for how long.
class RelayConnections : public RelayFixture {};

TEST_F(RelayConnections, ServesNobodyWhoWasResetWhileItAsked) {
  if (!resets_are_told()) GTEST_SKIP() << "The sockets of this system, as of Wine, hand out what came before a reset.";
  const OriginServer origin;
  std::optional<tcp::socket> stranger;
  std::atomic<bool> sent = false;
  admission_.meanwhile_ = [&] {
    (void)wait_for([&] { return sent.load(); });
    if (!stranger) return;
    stranger->set_option(boost::asio::socket_base::linger(true, 0));
    stranger->close();
    stranger.reset();
  };
  open();
  stranger = connect();
  send(*stranger, "GET " + address(origin) + "/stranger HTTP/1.1\r\n\r\n");
  sent = true;
  const std::string own = exchange("GET " + address(origin) + "/own HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(own.starts_with("HTTP/1.1 200")) << own;
  ASSERT_EQ(origin.requests().size(), 1U);
  EXPECT_TRUE(origin.requests().front().starts_with("get /own ")) << origin.requests().front();
}

TEST_F(RelayConnections, SharesNoConnectionThatAClientSignedInOn) {
  const NumberedOrigin origin("HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM x\r\nContent-Length: 0\r\n\r\n");
  open();
  const auto ask = [&](tcp::socket& socket, const std::string& path, const std::string& login) {
    send(socket, "GET http://127.0.0.1:" + std::to_string(origin.port()) + path + " HTTP/1.1\r\n" + login + "\r\n");
    (void)read_until(socket, "\r\n\r\n");
  };
  tcp::socket first = connect();
  tcp::socket second = connect();
  ask(first, "/a", "Authorization: NTLM one\r\n");
  ask(second, "/b", "");
  ask(first, "/c", "Authorization: NTLM three\r\n");
  ask(first, "/d", "");
  ask(second, "/e", "");
  EXPECT_THAT(origin.requests(), ElementsAre("1 GET /a HTTP/1.1", "2 GET /b HTTP/1.1", "1 GET /c HTTP/1.1",
                                             "1 GET /d HTTP/1.1", "2 GET /e HTTP/1.1"));
}

TEST_F(RelayConnections, WaitsForTheAnswerToALongUpload) {
  std::atomic<bool> answers = false;
  std::atomic<bool> has_body = false;
  const ScriptedServer origin([&](tcp::socket& socket) {
    (void)read_until(socket, "0\r\n\r\n");
    has_body = true;
    (void)wait_for([&] { return answers.load(); });
    send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  });
  open();
  tcp::socket socket = connect();
  send(socket, "POST http://127.0.0.1:" + std::to_string(origin.port()) +
                   "/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  ASSERT_TRUE(wait_for([&] { return has_body.load(); }));
  const int before = looks_;
  pass(std::chrono::seconds(400));
  ASSERT_TRUE(wait_for([&] { return looks_ >= before + 2; }));
  answers = true;
  EXPECT_TRUE(read_until(socket, "\r\n\r\n").starts_with("HTTP/1.1 200"));
}

}  // namespace
}  // namespace sallyport::relay
