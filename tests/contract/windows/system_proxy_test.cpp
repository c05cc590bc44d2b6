#include <windows.h>

#include <cstdint>
#include <filesystem>
#include <future>
#include <mutex>
#include <stop_token>
#include <string_view>
#include <thread>
#include <vector>

#include "contract/desktop/system_proxy_contract.hpp"
#include "platform/windows/utf16.hpp"
#include "platform/windows/winhttp_system_proxy.hpp"
#include "support/scripted_server.hpp"

namespace sallyport {
namespace {

/// The settings as Windows' own page writes them: the blob `DefaultConnectionSettings`, which WinHTTP reads.
class WindowsDesktop final : public Desktop {
 public:
  WindowsDesktop() = default;
  ~WindowsDesktop() override { set_none(); }
  WindowsDesktop(const WindowsDesktop&) = delete;
  WindowsDesktop& operator=(const WindowsDesktop&) = delete;

  SystemProxy& proxy() override { return proxy_; }
  void set_none() override { write(kDirect, "", "", ""); }
  void set_manual() override { write(kDirect | kServers, "proxy.example.org:3128", "example.com", ""); }
  void set_pac(const std::string& url) override { write(kDirect | kScript, "", "", url); }
  void set_servers(const std::string& servers, const std::string& bypass) {
    write(kDirect | kServers, servers, bypass, "");
  }

  std::string publish(const std::string& script) override {
    server_ = std::make_unique<ScriptedServer>([script](boost::asio::ip::tcp::socket& socket) {
      read_until(socket, "\r\n\r\n");
      send(socket,
           "HTTP/1.1 200 OK\r\nContent-Type: application/x-ns-proxy-autoconfig\r\nConnection: close\r\n"
           "Content-Length: " +
               std::to_string(script.size()) + "\r\n\r\n" + script);
    });
    return "http://127.0.0.1:" + std::to_string(server_->port()) + "/proxy.pac";
  }

 private:
  static constexpr std::uint32_t kDirect = 1;
  static constexpr std::uint32_t kServers = 2;
  static constexpr std::uint32_t kScript = 4;

  static void append(std::string& blob, std::uint32_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8) blob += static_cast<char>((number >> shift) & 0xFFU);
  }
  static void append(std::string& blob, const std::string& text) {
    append(blob, static_cast<std::uint32_t>(text.size()));
    blob += text;
  }
  static void write(std::uint32_t flags, const std::string& servers, const std::string& bypass,
                    const std::string& script) {
    constexpr std::uint32_t kVersion = 0x46;
    static std::uint32_t changes = 0;
    std::string blob;
    append(blob, kVersion);
    append(blob, ++changes);
    append(blob, flags);
    append(blob, servers);
    append(blob, bypass);
    append(blob, script);
    blob.append(32, '\0');
    const auto written = ::RegSetKeyValueW(
        HKEY_CURRENT_USER, L"Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections",
        L"DefaultConnectionSettings", REG_BINARY, blob.data(), static_cast<DWORD>(blob.size()));
    ASSERT_EQ(written, ERROR_SUCCESS);
  }

  WinhttpSystemProxy proxy_;
  std::unique_ptr<ScriptedServer> server_;
};

INSTANTIATE_TEST_SUITE_P(, SystemProxyContract,
                         testing::Values(DesktopKind{"Fake", [] { return std::make_unique<FakeDesktop>(); }},
                                         DesktopKind{"Windows", [] { return std::make_unique<WindowsDesktop>(); }}),
                         [](const auto& each) { return each.param.name; });

class WinhttpSystemProxyTest : public testing::Test {
 protected:
  std::string way(const char* url) {
    const auto answers = desktop_.proxy().resolve(url, 10s);
    if (!answers) return answers.error().message;
    return answers->front() ? answers->front()->endpoint.url() : "direct";
  }

  WindowsDesktop desktop_;
};

TEST_F(WinhttpSystemProxyTest, GoesDirectToABypassedHost) {
  desktop_.set_servers("proxy.example.org:3128", "*.example.com;10.*;<local>");
  EXPECT_EQ(way("http://www.example.com/"), "direct");
  EXPECT_EQ(way("https://10.1.2.3/"), "direct");
  EXPECT_EQ(way("http://intranet/"), "direct");
  EXPECT_EQ(way("http://example.com/"), "http://proxy.example.org:3128");
  EXPECT_EQ(way("https://11.1.2.3/"), "http://proxy.example.org:3128");
}

TEST_F(WinhttpSystemProxyTest, SendsEachSchemeToItsServer) {
  desktop_.set_servers("http=plain.example.org:3128;https=tls.example.org:3129", "");
  EXPECT_EQ(way("http://www.example.com/"), "http://plain.example.org:3128");
  EXPECT_EQ(way("https://www.example.com/"), "http://tls.example.org:3129");
  desktop_.set_servers("http=plain.example.org:3128", "");
  EXPECT_EQ(way("https://www.example.com/"), "direct");
}

TEST_F(WinhttpSystemProxyTest, TellsAScriptThatDoesNotLoadFromOneThatSaysDirect) {
  const std::string direct = desktop_.publish("function FindProxyForURL(url, host) { return 'DIRECT'; }\n");
  desktop_.set_pac(direct);
  EXPECT_EQ(way("http://www.example.org/"), "direct");
  desktop_.set_pac("http://127.0.0.1:1/missing.pac");
  const auto missing = desktop_.proxy().resolve("http://www.example.org/", 20s);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kFailed);
  EXPECT_NE(missing.error().message.find("http://127.0.0.1:1/missing.pac"), std::string::npos);
}

TEST_F(WinhttpSystemProxyTest, ReturnsAtTheTimeOutFromAServerThatIsSilent) {
  std::promise<void> finished;
  const std::shared_future<void> end = finished.get_future().share();
  ScriptedServer silent([end](boost::asio::ip::tcp::socket&) { end.wait(); });
  desktop_.set_pac("http://127.0.0.1:" + std::to_string(silent.port()) + "/proxy.pac");
  const auto answers = desktop_.proxy().resolve("http://www.example.org/", 300ms);
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, ErrorCode::kTimedOut);
  std::stop_source source;
  std::jthread stopper([&] { source.request_stop(); });
  const auto stopped = desktop_.proxy().resolve("http://www.example.org/", 60s, source.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::kCancelled);
  finished.set_value();
}

TEST_F(WinhttpSystemProxyTest, TellsAProgramWithoutALoopWhenTheSettingsChange) {
  std::promise<void> changed;
  std::once_flag first;
  const auto watch = desktop_.proxy().watch_on_own_thread([&] { std::call_once(first, [&] { changed.set_value(); }); });
  ASSERT_TRUE(watch);
  desktop_.set_manual();
  EXPECT_EQ(changed.get_future().wait_for(10s), std::future_status::ready);
}

TEST_F(WinhttpSystemProxyTest, TellsOnTheThreadOfTheLoopWhenTheSettingsChange) {
  int changes = 0;
  std::thread::id thread;
  const auto watch = desktop_.proxy().watch([&] {
    ++changes;
    thread = std::this_thread::get_id();
  });
  ASSERT_TRUE(watch);
  desktop_.set_manual();
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (changes == 0 && std::chrono::steady_clock::now() < deadline) {
    ::MsgWaitForMultipleObjects(0, nullptr, FALSE, 1000, QS_ALLINPUT);
    MSG message;
    while (::PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE) != 0) ::DispatchMessageW(&message);
  }
  EXPECT_GT(changes, 0);
  EXPECT_EQ(thread, std::this_thread::get_id());
}

TEST_F(WinhttpSystemProxyTest, NamesTheSettingsPage) {
  const auto command = desktop_.proxy().settings_command();
  ASSERT_EQ(command.size(), 2U);
  EXPECT_TRUE(std::filesystem::exists(to_utf16(command[0]))) << command[0];
  EXPECT_EQ(command[1], "ms-settings:network-proxy");
}

}  // namespace
}  // namespace sallyport
