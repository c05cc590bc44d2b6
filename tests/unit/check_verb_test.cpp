#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_command_line.hpp"

namespace sallyport {
namespace {

using std::chrono::milliseconds;
using ::testing::AllOf;
using ::testing::HasSubstr;

const Endpoint kProxy{ProxyProtocol::kHttp, "proxy.test", 8080};

TEST(CheckVerb, AsksAboutTheExampleUnlessAUrlIsNamed) {
  FakeCommandLine sallyport;
  sallyport.checker.report = {{{CheckStage::kSettings, true, milliseconds(1), "Directly.", ""}}, {}};
  EXPECT_EQ(sallyport({"check"}), 0);
  EXPECT_EQ(sallyport({"check", "http://a.test:81/x"}), 0);
  ASSERT_EQ(sallyport.checker.targets.size(), 2U);
  EXPECT_EQ(sallyport.checker.targets[0].host.to_string(), "example.com");
  EXPECT_EQ(sallyport.checker.targets[1].port, 81);
}

TEST(CheckVerb, ShowsEachStageAndWhatToDo) {
  FakeCommandLine sallyport;
  sallyport.checker.report = {{{CheckStage::kConnect, true, milliseconds(12), "It answers.", ""},
                               {CheckStage::kProxyAuth, false, milliseconds(3), "Refused\x1b[31m.", "Type another."}},
                              kProxy};
  EXPECT_EQ(sallyport({"check"}), 5);
  EXPECT_THAT(sallyport.out(),
              AllOf(HasSubstr("ok     connect          12 ms  It answers.\n"),
                    HasSubstr("failed proxy-auth        3 ms  Refused\\x1b[31m.\n"), HasSubstr("Type another.\n")));
}

TEST(CheckVerb, TellsTheStagesAtTheProxyByItsExitCode) {
  using enum CheckStage;
  FakeCommandLine sallyport;
  const auto code = [&](CheckStage failed, std::optional<Endpoint> proxy) {
    sallyport.checker.report = {{{failed, false, {}, "", ""}}, std::move(proxy)};
    return sallyport({"check"});
  };
  for (const CheckStage at_proxy : {kDns, kConnect, kTlsToProxy, kProxyAuth, kTunnel}) {
    EXPECT_EQ(code(at_proxy, kProxy), 5);
  }
  for (const CheckStage behind : {kSettings, kTls, kHttp}) EXPECT_EQ(code(behind, kProxy), 1);
  EXPECT_EQ(code(kDns, std::nullopt), 1);
  EXPECT_EQ(code(kConnect, std::nullopt), 1);
}

TEST(CheckVerb, PrintsOneDocument) {
  FakeCommandLine sallyport;
  sallyport.checker.report = {{{CheckStage::kTlsToProxy, false, milliseconds(7), "It broke.", "Mend it."}}, kProxy};
  EXPECT_EQ(sallyport({"check", "--json"}), 5);
  const nlohmann::json document = sallyport.json();
  EXPECT_EQ(document["version"], 1);
  EXPECT_EQ(document["ok"], false);
  EXPECT_EQ(document["stages"][0],
            (nlohmann::json{
                {"name", "tls-to-proxy"}, {"ok", false}, {"ms", 7}, {"detail", "It broke."}, {"advice", "Mend it."}}));
}

TEST(CheckVerb, RefusesWhatItCannotCheck) {
  FakeCommandLine sallyport;
  EXPECT_EQ(sallyport({"check", "ftp://a.test/"}), 3);
  EXPECT_EQ(sallyport({"check", "https://a.test/a b"}), 3);
  EXPECT_TRUE(sallyport.checker.targets.empty());
}

}  // namespace
}  // namespace sallyport
