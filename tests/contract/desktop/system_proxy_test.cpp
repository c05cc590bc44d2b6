#include <arpa/inet.h>
#include <gio/gio.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "contract/desktop/system_proxy_contract.hpp"
#include "platform/desktop_adapters.hpp"
#include "platform/linux/glib_pointer.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

Environment session_of(std::string_view desktop) {
  Environment environment;
  environment.set("XDG_CURRENT_DESKTOP", desktop);
  return environment;
}

class GnomeDesktop final : public Desktop {
 public:
  ~GnomeDesktop() override {
    for (const char* schema : {"org.gnome.system.proxy", "org.gnome.system.proxy.http"}) {
      const GObjectPointer<GSettings> settings(g_settings_new(schema));
      GSettingsSchema* keys_of = nullptr;
      g_object_get(settings.get(), "settings-schema", &keys_of, nullptr);
      const GLibStrings keys(g_settings_schema_list_keys(keys_of));
      for (char** key = keys.get(); *key != nullptr; ++key) g_settings_reset(settings.get(), *key);
      g_settings_schema_unref(keys_of);
    }
    g_settings_sync();
  }
  SystemProxy& proxy() override { return *proxy_; }
  void set_none() override { set("org.gnome.system.proxy", "mode", g_variant_new_string("none")); }
  void set_manual() override {
    set("org.gnome.system.proxy.http", "host", g_variant_new_string("proxy.example.org"));
    set("org.gnome.system.proxy.http", "port", g_variant_new_int32(3128));
    set("org.gnome.system.proxy", "ignore-hosts", g_variant_new_parsed("['example.com']"));
    set("org.gnome.system.proxy", "mode", g_variant_new_string("manual"));
  }
  void set_pac(const std::string& url) override {
    set("org.gnome.system.proxy", "autoconfig-url", g_variant_new_string(url.c_str()));
    set("org.gnome.system.proxy", "mode", g_variant_new_string("auto"));
  }
  static void set(const char* schema, const char* key, GVariant* value) {
    const GObjectPointer<GSettings> settings(g_settings_new(schema));
    g_settings_set_value(settings.get(), key, value);
    g_settings_sync();
  }

 private:
  std::unique_ptr<SystemProxy> proxy_ = make_system_proxy(session_of("ubuntu:GNOME"));
};

class KdeDesktop final : public Desktop {
 public:
  SystemProxy& proxy() override { return *proxy_; }
  void set_none() override { write("ProxyType=0\n"); }
  void set_manual() override {
    write(
        "ProxyType=1\nhttpProxy=http://proxy.example.org 3128\nhttpsProxy=http://proxy.example.org 3128\n"
        "NoProxyFor=example.com\n");
  }
  void set_pac(const std::string& url) override { write("ProxyType=2\nProxy Config Script=" + url + "\n"); }

 private:
  void write(const std::string& keys) { directory_.write("kioslaverc", "[Proxy Settings]\n" + keys); }

  [[nodiscard]] Environment environment() const {
    Environment environment = session_of("KDE");
    environment.set("XDG_CONFIG_HOME", directory_.path().native());
    environment.set("XDG_CONFIG_DIRS", "/nonexistent");
    return environment;
  }

  TemporaryDirectory directory_;
  std::unique_ptr<SystemProxy> proxy_ = make_system_proxy(environment());
};

INSTANTIATE_TEST_SUITE_P(, SystemProxyContract,
                         testing::Values(DesktopKind{"Fake", [] { return std::make_unique<FakeDesktop>(); }},
                                         DesktopKind{"Gnome", [] { return std::make_unique<GnomeDesktop>(); }},
                                         DesktopKind{"Kde", [] { return std::make_unique<KdeDesktop>(); }}),
                         [](const auto& each) { return each.param.name; });

class RealSystemProxy : public SystemProxyContract {};

/// Accepts connections and never answers.
class SilentServer {
 public:
  SilentServer() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(socket_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(socket_, 8) != 0 ||
        getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      throw std::runtime_error("no loopback port");
    }
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() { close(socket_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/proxy.pac"; }

 private:
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int port_ = 0;
};

TEST_P(RealSystemProxy, GoesDirectToABypassedHost) {
  desktop_->set_manual();
  for (const char* url : {"http://example.com/", "https://www.example.com/"}) {
    const auto answers = desktop_->proxy().resolve(url, 10s);
    ASSERT_TRUE(answers && answers->size() == 1) << url;
    EXPECT_FALSE(answers->front()) << url;
  }
}

TEST_P(RealSystemProxy, ReturnsAtTheTimeOutFromAPacServerThatIsSilent) {
  const SilentServer server;
  desktop_->set_pac(server.url());
  const auto start = std::chrono::steady_clock::now();
  const auto answers = desktop_->proxy().resolve("http://www.example.org/", 300ms);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, ErrorCode::kTimedOut);
}

TEST_P(RealSystemProxy, GivesUpAPacServerThatIsSilentWhenItIsStopped) {
  const SilentServer server;
  desktop_->set_pac(server.url());
  std::stop_source source;
  std::jthread stopper([&] { source.request_stop(); });
  const auto answers = desktop_->proxy().resolve("http://www.example.org/", 60s, source.get_token());
  ASSERT_FALSE(answers);
  EXPECT_EQ(answers.error().code, ErrorCode::kCancelled);
}

TEST_P(RealSystemProxy, TellsAPacFileThatDoesNotLoadFromOneThatSaysDirect) {
  const TemporaryDirectory directory;
  const std::string file = directory / "proxy.pac";
  desktop_->set_pac("file://" + file);
  const auto missing = desktop_->proxy().resolve("http://www.example.org/", 10s);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kFailed);
  EXPECT_NE(missing.error().message.find(file), std::string::npos) << missing.error().message;
  directory.write("proxy.pac", "function FindProxyForURL(url, host) { return 'DIRECT'; }\n");
  const auto direct = desktop_->proxy().resolve("http://www.example.org/", 10s);
  ASSERT_TRUE(direct && direct->size() == 1) << direct.error().message;
  EXPECT_FALSE(direct->front());
  std::filesystem::remove(file);
  EXPECT_TRUE(desktop_->proxy().resolve("http://www.example.org/", 10s)) << "the runner has kept it";
}

TEST_P(RealSystemProxy, TellsAProgramWithoutALoopWhenTheSettingsChange) {
  desktop_->set_none();
  std::promise<void> changed;
  std::once_flag first;
  auto watch = desktop_->proxy().watch_on_own_thread([&] { std::call_once(first, [&] { changed.set_value(); }); });
  ASSERT_TRUE(watch);
  desktop_->set_manual();
  EXPECT_EQ(changed.get_future().wait_for(10s), std::future_status::ready);
  watch.reset();
}

TEST_P(RealSystemProxy, TellsWhenTheSettingsChange) {
  desktop_->set_none();
  int changes = 0;
  const auto watch = desktop_->proxy().watch([&changes] { ++changes; });
  ASSERT_TRUE(watch);
  desktop_->set_manual();
  const auto deadline = std::chrono::steady_clock::now() + 10s;
  while (changes == 0 && std::chrono::steady_clock::now() < deadline) {
    if (!g_main_context_iteration(nullptr, FALSE)) g_usleep(1000);
  }
  EXPECT_GT(changes, 0);
}

INSTANTIATE_TEST_SUITE_P(, RealSystemProxy,
                         testing::Values(DesktopKind{"Gnome", [] { return std::make_unique<GnomeDesktop>(); }},
                                         DesktopKind{"Kde", [] { return std::make_unique<KdeDesktop>(); }}),
                         [](const auto& each) { return each.param.name; });

TEST(GnomeSystemProxy, SplitsTheLoginOff) {
  GnomeDesktop desktop;
  desktop.set_manual();
  GnomeDesktop::set("org.gnome.system.proxy.http", "use-authentication", g_variant_new_boolean(TRUE));
  GnomeDesktop::set("org.gnome.system.proxy.http", "authentication-user", g_variant_new_string("al ice"));
  GnomeDesktop::set("org.gnome.system.proxy.http", "authentication-password", g_variant_new_string("p@:ss"));
  const auto configuration = desktop.proxy().configuration();
  ASSERT_TRUE(configuration && configuration->http && configuration->http->credential);
  EXPECT_EQ(configuration->http->credential->username, "al ice");
  EXPECT_EQ(configuration->http->credential->password.reveal(), "p@:ss");
  const auto answers = desktop.proxy().resolve("http://www.example.org/", 10s);
  ASSERT_TRUE(answers && answers->front() && answers->front()->credential);
  EXPECT_EQ(answers->front()->credential->username, "al ice");
  EXPECT_EQ(answers->front()->credential->password.reveal(), "p@:ss");
  EXPECT_EQ(answers->front()->endpoint.url(), "http://proxy.example.org:3128");
}

TEST(KdeSystemProxy, WaitsForNoPipe) {
  const TemporaryDirectory directory;
  ASSERT_EQ(::mkfifo((directory / "kioslaverc").c_str(), 0600), 0);
  Environment environment = session_of("KDE");
  environment.set("XDG_CONFIG_HOME", directory.path().native());
  const auto configuration = make_system_proxy(environment)->configuration();
  ASSERT_FALSE(configuration);
  EXPECT_EQ(configuration.error().code, ErrorCode::kIo);
}

TEST(LinuxSystemProxy, SaysThatADesktopHasNoSetting) {
  for (const char* desktop : {"", "sway", "gnomelike"}) {
    const auto proxy = make_system_proxy(session_of(desktop));
    const auto configuration = proxy->configuration();
    ASSERT_TRUE(configuration);
    EXPECT_EQ(configuration->mode, Mode::kUnknown);
    EXPECT_FALSE(configuration->note.empty());
    EXPECT_EQ(proxy->resolve("http://example.com/", 1s).error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(proxy->watch([] {}), nullptr);
    EXPECT_EQ(proxy->watch_on_own_thread([] {}), nullptr);
    EXPECT_TRUE(proxy->settings_command().empty());
  }
}

}  // namespace
}  // namespace sallyport
