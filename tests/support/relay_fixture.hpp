#pragma once

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "relay/loopback_relay.hpp"
#include "support/fake_peer_admission.hpp"
#include "support/fake_proxy_logins.hpp"
#include "support/fake_system_proxy.hpp"
#include "support/fake_tls.hpp"
#include "support/origin_server.hpp"
#include "support/scripted_server.hpp"

namespace sallyport::relay {

/// Remembers what a relay says it carried.
class Recorder final : public RequestObserver {
 public:
  void request_ended(RequestRecord record) override {
    const std::lock_guard lock(mutex_);
    records_.push_back(std::move(record));
  }
  [[nodiscard]] bool watches() const override { return watches_; }
  void under_way(std::vector<RequestRecord> records) override {
    const std::lock_guard lock(mutex_);
    under_way_ = std::move(records);
  }
  [[nodiscard]] std::vector<RequestRecord> records() const {
    const std::lock_guard lock(mutex_);
    return records_;
  }
  [[nodiscard]] std::vector<RequestRecord> under_way() const {
    const std::lock_guard lock(mutex_);
    return under_way_;
  }
  std::atomic<bool> watches_ = false;

 private:
  mutable std::mutex mutex_;
  std::vector<RequestRecord> records_;
  std::vector<RequestRecord> under_way_;
};

/// A relay in this process, between a test and scripted peers.
class RelayFixture : public testing::Test {
 protected:
  /// Without a proxy, or with one that is asked for every host but loopback.
  static RelayRules rules(std::uint16_t proxy_port) {
    RelayRules rules;
    rules.settings.system_proxy.enabled = false;
    if (proxy_port != 0) {
      rules.settings.custom_proxy.enabled = true;
      rules.settings.custom_proxy.host = "127.0.0.1";
      rules.settings.custom_proxy.port = proxy_port;
    }
    return rules;
  }
  void open(std::uint16_t proxy_port = 0) {
    const auto opened = relay_.open(rules(proxy_port), 0);
    ASSERT_TRUE(opened) << opened.error().message;
    port_ = *opened;
  }

  boost::asio::ip::tcp::socket connect() {
    boost::asio::ip::tcp::socket socket(io_);
    socket.connect({boost::asio::ip::address_v4::loopback(), port_});
    return socket;
  }

  /// Everything that comes for `request` until the relay closes; `end_` says how it did.
  std::string exchange(std::string_view request) {
    auto socket = connect();
    boost::system::error_code ignored;
    boost::asio::write(socket, boost::asio::buffer(request), ignored);
    return read_to_end(socket);
  }
  std::string read_to_end(boost::asio::ip::tcp::socket& socket) {
    std::string answer;
    std::array<char, 4096> piece{};
    for (end_ = {}; !end_;) {
      end_ = boost::asio::error::timed_out;
      socket.async_read_some(boost::asio::buffer(piece), [&](const boost::system::error_code& error, std::size_t size) {
        end_ = error;
        answer.append(piece.data(), size);
      });
      io_.restart();
      if (io_.run_for(std::chrono::seconds(20)) == 0) socket.close();
    }
    io_.poll();
    return answer;
  }

  /// Time goes by for the relay, which looks each second.
  void pass(std::chrono::seconds time) { ahead_ += time.count(); }

  static std::string address(const OriginServer& origin) { return "http://127.0.0.1:" + std::to_string(origin.port()); }

  FakeSystemProxy system_proxy_;
  FakeTls tls_;
  FakePeerAdmission admission_;
  FakeProxyLogins logins_{"Basic right"};
  Recorder recorder_;
  std::atomic<std::chrono::seconds::rep> ahead_ = 0;
  std::atomic<int> looks_ = 0;  ///< at the clock
  LoopbackRelay relay_{{system_proxy_, tls_, admission_, logins_, &recorder_, [this] {
                          ++looks_;
                          return std::chrono::steady_clock::now() + std::chrono::seconds(ahead_);
                        }}};
  boost::asio::io_context io_;
  boost::system::error_code end_;
  std::uint16_t port_ = 0;
};

}  // namespace sallyport::relay
