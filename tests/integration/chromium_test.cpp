#include <gmock/gmock.h>

#include "support/origin_server.hpp"
#include "support/sallyport_sandbox.hpp"
#include "support/tinyproxy.hpp"

namespace sallyport {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// A headless Chromium on GNOME, where the desktop's proxy wins over the environment.
class ChromiumOnGnome : public ::testing::Test {
 protected:
  ChromiumOnGnome() {
    sallyport.environment.set("XDG_CURRENT_DESKTOP", "GNOME");
    sallyport.environment.set("GSETTINGS_BACKEND", "keyfile");
    sallyport.home.write("config/glib-2.0/settings/keyfile",
                         "[system/proxy]\nmode='manual'\n[system/proxy/http]\nhost='127.0.0.1'\nport=" +
                             std::to_string(desktops_proxy.port()) + "\n");
  }

  HelperProcess::Ended browse(const std::vector<std::string>& before) {
    const std::string profile = sallyport.home / ("profile" + std::to_string(++profiles_));
    std::vector<std::string> words = before;
    words.insert(words.end(),
                 {"/usr/bin/chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                  "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                  "--host-resolver-rules=MAP *.test 127.0.0.1", "--user-data-dir=" + profile, "--dump-dom",
                  "http://origin.test:" + std::to_string(origin.port()) + "/page"});
    return before.empty() ? sallyport.run(words.front(), {words.begin() + 1, words.end()}) : sallyport(words);
  }

  OriginServer origin;
  Tinyproxy desktops_proxy{origin.port(), "", ""};
  Tinyproxy our_proxy{origin.port(), "", ""};
  SallyportSandbox sallyport{SALLYPORT_PROGRAM};

 private:
  int profiles_ = 0;
};

TEST_F(ChromiumOnGnome, TakesTheDesktopsProxyWithoutSallyport) {
  EXPECT_THAT(browse({}).output, HasSubstr("hello from the origin"));
  EXPECT_GT(desktops_proxy.requests_for(".test"), 0);
}

TEST_F(ChromiumOnGnome, GoesDirectWhenSanitized) {
  sallyport.use_proxy(our_proxy.port());
  const auto ended = browse({"run", "--direct"});
  EXPECT_THAT(ended.output, HasSubstr("hello from the origin")) << ended.messages;
  EXPECT_EQ(desktops_proxy.requests_for(".test"), 0);
  EXPECT_EQ(our_proxy.requests_for(".test"), 0);
  EXPECT_THAT(origin.requests(), Contains(StartsWith("get /page http/1.1")));
  EXPECT_THAT(origin.requests(), Each(Not(HasSubstr("via: "))));
}

TEST_F(ChromiumOnGnome, GoesThroughTheProxyOfTheSettingsWhenPopulated) {
  sallyport.use_proxy(our_proxy.port());
  const auto ended = browse({"run"});
  EXPECT_THAT(ended.output, HasSubstr("hello from the origin")) << ended.messages;
  EXPECT_EQ(desktops_proxy.requests_for(".test"), 0);
  EXPECT_GT(our_proxy.requests_for(".test"), 0);
}

TEST_F(ChromiumOnGnome, GoesDirectToABypassedHost) {
  sallyport.use_proxy(our_proxy.port());
  ASSERT_EQ(sallyport({"settings", "set", "custom_proxy.bypass=.test"}).code, 0);
  const auto ended = browse({"run"});
  EXPECT_THAT(ended.output, HasSubstr("hello from the origin")) << ended.messages;
  EXPECT_EQ(our_proxy.requests_for(".test"), 0);
  EXPECT_EQ(desktops_proxy.requests_for(".test"), 0);
}

TEST_F(ChromiumOnGnome, SignsInAtTheProxyThroughTheRelayOnly) {
  const Tinyproxy with_password(origin.port(), "alice", "s3cret-pw");
  sallyport.use_proxy(with_password.port(), "alice", "s3cret-pw");
  ASSERT_EQ(sallyport({"settings", "set", "delivery=environment"}).code, 0);
  auto ended = browse({"run"});
  EXPECT_THAT(ended.output, Not(HasSubstr("hello from the origin"))) << ended.messages;
  EXPECT_THAT(origin.requests(), ::testing::IsEmpty());

  ASSERT_EQ(sallyport({"settings", "set", "delivery=auto"}).code, 0);
  ended = browse({"run"});
  EXPECT_THAT(ended.output, HasSubstr("hello from the origin")) << ended.messages;
  EXPECT_THAT(origin.requests(), Contains(::testing::ContainsRegex("/page http/1.*via: .*tinyproxy")));
  EXPECT_EQ(desktops_proxy.requests_for(".test"), 0);
}

}  // namespace
}  // namespace sallyport
