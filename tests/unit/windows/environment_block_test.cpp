#include "platform/windows/environment_block.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

using namespace std::string_literals;

TEST(EnvironmentBlock, IsSortedWithoutCaseAndEndsTwice) {
  EXPECT_EQ(environment_block(Environment({{"b", "2"}, {"A", "1"}, {"C", ""}})), L"A=1\0b=2\0C=\0\0"s);
}

TEST(EnvironmentBlock, HoldsEachNameOnce) {
  EXPECT_EQ(environment_block(Environment({{"Path", "old"}, {"PATH", "new"}})), L"Path=new\0\0"s);
}

TEST(EnvironmentBlock, IsTwoNulsWhenEmpty) { EXPECT_EQ(environment_block(Environment()), L"\0\0"s); }

TEST(EnvironmentBlock, IsReadBack) {
  const auto environment = environment_of_block(L"=C:=C:\\x\0\u00fc=\u0436\0E=\0\0");
  ASSERT_EQ(environment.variables().size(), 3U);
  EXPECT_EQ(*environment.find("=C:"), "C:\\x");
  EXPECT_EQ(*environment.find("\xc3\xbc"), "\xd0\xb6");
  EXPECT_EQ(*environment.find("E"), "");
}

TEST(EnvironmentOfBlock, FindsNamesWithoutCase) {
  const auto environment = environment_of_block(L"Path=x\0");
  ASSERT_NE(environment.find("PATH"), nullptr);
  EXPECT_EQ(*environment.find("PATH"), "x");
  EXPECT_EQ(environment.find("PATHEXT"), nullptr);
}

TEST(EnvironmentOfBlock, NamesProxyVariablesInLowerCase) {
  const auto environment = environment_of_block(L"HTTP_PROXY=http://A:1\0Path=C:\\X\0");
  ASSERT_NE(environment.find("http_proxy"), nullptr);
  EXPECT_EQ(*environment.find("http_proxy"), "http://A:1");
  EXPECT_NE(environment.find("Path"), nullptr);
}

}  // namespace
}  // namespace sallyport
