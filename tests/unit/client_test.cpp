#include "sallyport/core/client.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace sallyport {
namespace {

using Strings = std::vector<std::string>;

TEST(ClientId, IsAShortLowerCaseWord) {
  for (const std::string_view id : {"a", "0", "postman", "vs-code", "a.b_c-d"}) EXPECT_TRUE(is_client_id(id)) << id;
  EXPECT_TRUE(is_client_id(std::string(64, 'a')));
  for (const std::string_view id : {"", "-a", ".a", "_a", "A", "a b", "a/b", "ü", "a\n"}) {
    EXPECT_FALSE(is_client_id(id)) << id;
  }
  EXPECT_FALSE(is_client_id(std::string(65, 'a')));
}

TEST(ClientId, IsMadeFromTheName) {
  EXPECT_EQ(make_client_id("VS Code", {}), "vs-code");
  EXPECT_EQ(make_client_id("  Foo -- (Beta) ", {}), "foo-beta");
  EXPECT_EQ(make_client_id("Über 7", {}), "ber-7");
  for (const std::string_view name : {"", "日本語", "--"}) EXPECT_EQ(make_client_id(name, {}), "client");
}

TEST(ClientId, GetsANumberWhenItIsTaken) {
  EXPECT_EQ(make_client_id("Postman", Strings{"postman"}), "postman-2");
  EXPECT_EQ(make_client_id("Postman", Strings{"postman", "postman-2", "postman-3"}), "postman-4");
  EXPECT_EQ(make_client_id("Postman", Strings{"postman-2"}), "postman");
}

TEST(ClientId, StaysWellFormedWhenTheNameIsLong) {
  const std::string name(100, 'a');
  EXPECT_EQ(make_client_id(name, {}), std::string(64, 'a'));
  EXPECT_EQ(make_client_id(name, Strings{std::string(64, 'a')}), std::string(62, 'a') + "-2");
  EXPECT_EQ(make_client_id(std::string(61, 'a') + " bcd", Strings{std::string(61, 'a') + "-bc"}),
            std::string(61, 'a') + "-2");
}

TEST(ClientArguments, AreReplacedByWhatTheUserOpens) {
  EXPECT_EQ(expand_arguments({"--new", "{files}", "--end"}, {"a", "b c"}), (Strings{"--new", "a", "b c", "--end"}));
  EXPECT_EQ(expand_arguments({"--new", "{files}"}, {}), Strings{"--new"});
}

TEST(ClientArguments, TakeWhatTheUserOpensLast) {
  EXPECT_EQ(expand_arguments({"--new"}, {"a", "{files}"}), (Strings{"--new", "a", "{files}"}));
}

TEST(ClientArguments, AreLiteralOtherwise) {
  EXPECT_EQ(expand_arguments({"x{files}", "$HOME", "%f"}, {}), (Strings{"x{files}", "$HOME", "%f"}));
}

}  // namespace
}  // namespace sallyport
