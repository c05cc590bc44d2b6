#include "platform/macos/process_arguments.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using namespace std::string_literals;

std::string buffer(int count, std::string_view strings) {
  return std::string(reinterpret_cast<const char*>(&count), sizeof(count)) + std::string(strings);
}

TEST(ProcessArguments, AreReadBehindThePaddedPath) {
  const auto found = parse_process_arguments(buffer(2, "/bin/app\0\0\0\0app\0-v\0A=1\0B=x=y\0"s));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->program, "/bin/app");
  EXPECT_THAT(found->command_line, ElementsAre("app", "-v"));
  EXPECT_THAT(found->environment.variables(), ElementsAre(Pair("A", "1"), Pair("B", "x=y")));
}

TEST(ProcessArguments, EndTheEnvironmentAtAnEmptyString) {
  const auto found = parse_process_arguments(buffer(1, "/a\0a\0A=1\0\0executable_path=/a\0"s));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->environment.variables(), ElementsAre(Pair("A", "1")));
}

TEST(ProcessArguments, KeepEmptyArguments) {
  const auto found = parse_process_arguments(buffer(3, "/a\0a\0\0b\0A=1\0"s));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->command_line, ElementsAre("a", "", "b"));
  EXPECT_THAT(found->environment.variables(), ElementsAre(Pair("A", "1")));
}

TEST(ProcessArguments, MayHaveNoEnvironment) {
  const auto found = parse_process_arguments(buffer(1, "/a\0a\0"s));
  ASSERT_TRUE(found);
  EXPECT_THAT(found->environment.variables(), IsEmpty());
}

TEST(ProcessArguments, AreRefusedWhenTheyAreCutOff) {
  EXPECT_FALSE(parse_process_arguments(""));
  EXPECT_FALSE(parse_process_arguments("\1"));
  EXPECT_FALSE(parse_process_arguments(buffer(-1, "/a\0"s)));
  EXPECT_FALSE(parse_process_arguments(buffer(3, "/a\0a\0b\0"s)));
  EXPECT_FALSE(parse_process_arguments(buffer(1, "/a"s)));
}

}  // namespace
}  // namespace sallyport
