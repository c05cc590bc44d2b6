#include "relay/name_resolver.hpp"

#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>

#include "support/scripted_peer.hpp"

namespace sallyport::relay {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsTrue;
using ::testing::Not;

class NameResolverTest : public testing::Test {
 protected:
  Result<std::vector<tcp::endpoint>> resolve(const std::string& host) {
    return run_coroutine(io, names.resolve(host, 8080));
  }

  NameResolver names;  // outlives what waits on the context
  asio::io_context io{1};
};

TEST_F(NameResolverTest, FindsTheAddressesOfAName) {
  const auto found = resolve("localhost");
  ASSERT_TRUE(found) << found.error().message;
  EXPECT_THAT(*found, Not(IsEmpty()));
  for (const auto& endpoint : *found) {
    EXPECT_TRUE(endpoint.address().is_loopback());
    EXPECT_EQ(endpoint.port(), 8080);
  }
}

TEST_F(NameResolverTest, TakesAnAddressForItself) {
  const auto found = resolve("2001:db8::1");
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 1U);
  EXPECT_EQ(found->front().address().to_string(), "2001:db8::1");
}

TEST_F(NameResolverTest, SaysThatANameIsNotKnown) {
  const auto found = resolve("nowhere.invalid");
  ASSERT_FALSE(found);
  EXPECT_THAT(found.error().message, HasSubstr("\"nowhere.invalid\" is not known"));
}

TEST_F(NameResolverTest, AnswersMoreThanItAsksAtATime) {
  std::vector<bool> answers;
  for (std::size_t i = 0; i < 3 * NameResolver::kMost; ++i) {
    asio::co_spawn(
        io,
        [this, &answers]() -> asio::awaitable<void> {
          const std::string host = "localhost";
          const auto found = co_await names.resolve(host, 80);
          answers.push_back(found.has_value());
        },
        asio::detached);
  }
  io.run();
  EXPECT_EQ(answers.size(), 3 * NameResolver::kMost);
  EXPECT_THAT(answers, Each(IsTrue()));
}

TEST(NameResolver, MayGoWhileItAsks) {
  for (int i = 0; i < 50; ++i) {
    NameResolver names;
    asio::io_context io{1};
    asio::co_spawn(
        io,
        [&names]() -> asio::awaitable<void> {
          const std::string host = "localhost";
          (void)co_await names.resolve(host, 80);
        },
        asio::detached);
    io.poll();
    names.stop();
  }
}

}  // namespace
}  // namespace sallyport::relay
