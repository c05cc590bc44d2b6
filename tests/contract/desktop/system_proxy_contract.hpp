#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

#include "sallyport/ports/system_proxy.hpp"
#include "support/fake_system_proxy.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {

using namespace std::chrono_literals;
using Mode = SystemProxyConfiguration::Mode;

/// A desktop whose proxy a test sets as its user would.
class Desktop {
 public:
  virtual ~Desktop() = default;
  virtual SystemProxy& proxy() = 0;
  virtual void set_none() = 0;
  /// One server for http and https; `example.com` is spared.
  virtual void set_manual() = 0;
  virtual void set_pac(const std::string& url) = 0;
  /// The URL where this desktop can load a proxy script of that text.
  virtual std::string publish(const std::string& script) {
    directory_.write("proxy.pac", script);
    return "file://" + (directory_ / "proxy.pac");
  }

 private:
  TemporaryDirectory directory_;
};

class FakeDesktop final : public Desktop {
 public:
  SystemProxy& proxy() override { return proxy_; }
  void set_none() override {
    proxy_.current = SystemProxyConfiguration();
    proxy_.current.mode = Mode::kNone;
    proxy_.pac_answers = {std::nullopt};
  }
  void set_manual() override {
    const Endpoint server{ProxyProtocol::kHttp, "proxy.example.org", 3128};
    proxy_.current.mode = Mode::kManual;
    proxy_.current.http = SystemProxyServer{server, std::nullopt};
    proxy_.current.https = SystemProxyServer{server, std::nullopt};
    proxy_.current.bypass = "example.com";
    proxy_.pac_answers = {server};
  }
  void set_pac(const std::string& url) override {
    proxy_.current = SystemProxyConfiguration();
    proxy_.current.mode = Mode::kAutomatic;
    proxy_.current.pac_url = url;
    proxy_.pac_answers = {Endpoint{ProxyProtocol::kHttp, "pac.example.org", 3129}};
  }

 private:
  FakeSystemProxy proxy_;
};

struct DesktopKind {
  std::string name;
  std::function<std::unique_ptr<Desktop>()> make;

  friend void PrintTo(const DesktopKind& kind, std::ostream* out) { *out << kind.name; }
};

class SystemProxyContract : public testing::TestWithParam<DesktopKind> {
 protected:
  std::unique_ptr<Desktop> desktop_ = GetParam().make();
};

TEST_P(SystemProxyContract, SaysNoProxy) {
  desktop_->set_none();
  const auto configuration = desktop_->proxy().configuration();
  ASSERT_TRUE(configuration) << configuration.error().message;
  EXPECT_EQ(configuration->mode, Mode::kNone);
  const auto answers = desktop_->proxy().resolve("http://www.example.org/", 10s);
  ASSERT_TRUE(answers) << answers.error().message;
  ASSERT_EQ(answers->size(), 1U);
  EXPECT_FALSE(answers->front());
}

TEST_P(SystemProxyContract, NamesTheManualServers) {
  desktop_->set_manual();
  const auto configuration = desktop_->proxy().configuration();
  ASSERT_TRUE(configuration) << configuration.error().message;
  EXPECT_EQ(configuration->mode, Mode::kManual);
  ASSERT_TRUE(configuration->http && configuration->https);
  EXPECT_EQ(configuration->http->endpoint.url(), "http://proxy.example.org:3128");
  EXPECT_EQ(configuration->https->endpoint.url(), "http://proxy.example.org:3128");
  EXPECT_EQ(configuration->bypass, "example.com");
  for (const char* url : {"http://www.example.org/", "https://www.example.org/"}) {
    const auto answers = desktop_->proxy().resolve(url, 10s);
    ASSERT_TRUE(answers && !answers->empty() && answers->front()) << url;
    EXPECT_EQ(answers->front()->endpoint.url(), "http://proxy.example.org:3128");
  }
}

TEST_P(SystemProxyContract, RunsThePacFile) {
  const std::string script =
      desktop_->publish("function FindProxyForURL(url, host) { return 'PROXY pac.example.org:3129; DIRECT'; }\n");
  desktop_->set_pac(script);
  const auto configuration = desktop_->proxy().configuration();
  ASSERT_TRUE(configuration) << configuration.error().message;
  EXPECT_EQ(configuration->mode, Mode::kAutomatic);
  EXPECT_EQ(configuration->pac_url, script);
  const auto answers = desktop_->proxy().resolve("http://www.example.org/", 10s);
  ASSERT_TRUE(answers) << answers.error().message << answers.error().detail;
  ASSERT_TRUE(!answers->empty() && answers->front());
  EXPECT_EQ(answers->front()->endpoint.url(), "http://pac.example.org:3129");
}

}  // namespace sallyport
