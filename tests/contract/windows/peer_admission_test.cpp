#include "platform/windows/windows_peer_admission.hpp"

#include <gtest/gtest.h>
#include <windows.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "support/windows/wine.hpp"

namespace sallyport {
namespace {

using boost::asio::ip::tcp;

constexpr const char* kNotTold =
    "Wine does not tell a process which connections are its own; tests/integration/windows asks from another.";

SocketAddress address_of(const tcp::endpoint& endpoint) {
  return {parse_ip_address(endpoint.address().to_string()).value(), endpoint.port()};
}

/// A connection on loopback, of IPv4 or IPv6.
class PeerAdmissionContract : public testing::TestWithParam<bool> {
 protected:
  PeerAdmissionContract() {
    boost::system::error_code none;
    const tcp::endpoint any = GetParam() ? tcp::endpoint(boost::asio::ip::address_v6::loopback(), 0)
                                         : tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0);
    acceptor_.open(any.protocol(), none);
    if (!none) acceptor_.bind(any, none);
    if (none) return;
    acceptor_.listen();
    client_.connect(acceptor_.local_endpoint());
    accepted_ = acceptor_.accept();
    peer_ = address_of(accepted_.remote_endpoint());
    local_ = address_of(accepted_.local_endpoint());
  }
  void SetUp() override {
    if (!accepted_.is_open()) GTEST_SKIP() << "There is no IPv6 loopback here.";
  }

  boost::asio::io_context io_;
  tcp::acceptor acceptor_{io_};
  tcp::socket client_{io_};
  tcp::socket accepted_{io_};
  SocketAddress peer_;
  SocketAddress local_;
  WindowsPeerAdmission admission_{Admission::kUser};
};

TEST_P(PeerAdmissionContract, AdmitsAProcessOfTheSameUser) {
  EXPECT_EQ(admission_.method(), "user");
  if (is_wine()) GTEST_SKIP() << kNotTold;
  EXPECT_TRUE(admission_.admits(peer_, local_));
}

TEST_P(PeerAdmissionContract, AdmitsAPeerThatHasSentAllItWillSend) {
  if (is_wine()) GTEST_SKIP() << kNotTold;
  client_.shutdown(tcp::socket::shutdown_send);
  EXPECT_TRUE(admission_.admits(peer_, local_));
}

TEST_P(PeerAdmissionContract, RefusesAPeerThatHasClosed) {
  if (is_wine()) GTEST_SKIP() << kNotTold;
  client_.close();
  EXPECT_FALSE(admission_.admits(peer_, local_));
}

TEST_P(PeerAdmissionContract, RefusesAConnectionThatIsTurnedAround) {
  if (is_wine()) GTEST_SKIP() << kNotTold;
  EXPECT_FALSE(admission_.admits({peer_.address, 1}, local_));
  EXPECT_FALSE(admission_.admits(peer_, {local_.address, 1}));
}

TEST_P(PeerAdmissionContract, RefusesAProcessOutsideTheTree) {
  WindowsPeerAdmission tree(Admission::kTree);
  EXPECT_EQ(tree.method(), "tree (job)");
  if (is_wine()) GTEST_SKIP() << kNotTold;
  EXPECT_FALSE(tree.admits(peer_, local_));
}

INSTANTIATE_TEST_SUITE_P(Loopback, PeerAdmissionContract, testing::Bool(),
                         [](const auto& each) { return each.param ? "V6" : "V4"; });

}  // namespace
}  // namespace sallyport
