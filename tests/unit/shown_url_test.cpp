#include "sallyport/core/shown_url.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/doctor/proxy_in_force.hpp"
#include "sallyport/core/system_proxy_configuration.hpp"

namespace sallyport {
namespace {

using ::testing::HasSubstr;

TEST(ShownUrl, HasNoLogin) {
  EXPECT_EQ(shown_url("http://alice:can@ry@wpad.test/proxy.pac"), "http://wpad.test/proxy.pac");
  EXPECT_EQ(shown_url("alice:canary@wpad.test"), "wpad.test");
  for (const char* bare : {"http://wpad.test/p@q?r@s", "file:///p@q.pac", "http://wpad.test", "http://", ""}) {
    EXPECT_EQ(shown_url(bare), bare);
  }
}

TEST(ShownUrl, IsThatOfTheSystemsScript) {
  SystemProxyConfiguration system;
  system.mode = SystemProxyConfiguration::Mode::kAutomatic;
  system.pac_url = "http://alice:canary@wpad.test/proxy.pac";
  EXPECT_EQ(system.summary(), "automatic, http://wpad.test/proxy.pac");
  EXPECT_THAT(proxy_in_force({}, system, {}).words, HasSubstr(" http://wpad.test/proxy.pac"));
}

}  // namespace
}  // namespace sallyport
