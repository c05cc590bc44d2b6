#include "sallyport/ports/desktop_session.hpp"

#include <gio/gio.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "platform/linux/gio_desktop_session.hpp"
#include "platform/linux/glib_loop.hpp"
#include "platform/linux/glib_pointer.hpp"
#include "support/fake_desktop_session.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// What `systemd --user` has on the session bus, on a connection of its own.
class Systemd {
 public:
  explicit Systemd(std::vector<std::string> environment) : environment_(std::move(environment)) {
    loop_.run([this] { begin(); });
  }
  ~Systemd() {
    loop_.run([this] {
      g_dbus_connection_unregister_object(bus_.get(), object_);
      g_dbus_connection_close_sync(bus_.get(), nullptr, nullptr);
    });
  }
  Systemd(const Systemd&) = delete;
  Systemd& operator=(const Systemd&) = delete;

 private:
  static constexpr const char* kDescription =
      "<node><interface name='org.freedesktop.systemd1.Manager'><property name='Environment' type='as' access='read'/>"
      "<method name='UnsetEnvironment'><arg type='as' direction='in'/></method></interface></node>";

  void begin() {
    const GLibPointer<char> address(g_dbus_address_get_for_bus_sync(G_BUS_TYPE_SESSION, nullptr, nullptr));
    bus_.reset(g_dbus_connection_new_for_address_sync(
        address.get(),
        static_cast<GDBusConnectionFlags>(G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION),
        nullptr, nullptr, nullptr));
    if (!bus_) throw std::runtime_error("there is no session bus");
    GDBusNodeInfo* node = g_dbus_node_info_new_for_xml(kDescription, nullptr);
    static constexpr GDBusInterfaceVTable kTable = {on_call, on_get, nullptr, {}};
    object_ = g_dbus_connection_register_object(bus_.get(), "/org/freedesktop/systemd1", node->interfaces[0], &kTable,
                                                this, nullptr, nullptr);
    g_dbus_node_info_unref(node);
    const GLibPointer<GVariant> owned(
        g_dbus_connection_call_sync(bus_.get(), "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                    "RequestName", g_variant_new("(su)", "org.freedesktop.systemd1", 0U), nullptr,
                                    G_DBUS_CALL_FLAGS_NONE, 5000, nullptr, nullptr));
    if (!owned) throw std::runtime_error("the name cannot be had");
  }

  static GVariant* on_get(GDBusConnection* /*bus*/, const char* /*sender*/, const char* /*path*/,
                          const char* /*interface*/, const char* /*property*/, GError** /*error*/, gpointer self) {
    GVariantBuilder list;
    g_variant_builder_init(&list, G_VARIANT_TYPE_STRING_ARRAY);
    for (const std::string& each : static_cast<Systemd*>(self)->environment_) {
      g_variant_builder_add(&list, "s", each.c_str());
    }
    return g_variant_builder_end(&list);
  }
  static void on_call(GDBusConnection* /*bus*/, const char* /*sender*/, const char* /*path*/, const char* /*interface*/,
                      const char* /*method*/, GVariant* arguments, GDBusMethodInvocation* call, gpointer self) {
    GVariant* list = nullptr;
    g_variant_get(arguments, "(@as)", &list);
    const GLibPointer<GVariant> owned(list);
    const GLibStrings names(g_variant_dup_strv(list, nullptr));
    for (char** name = names.get(); *name != nullptr; ++name) {
      std::erase_if(static_cast<Systemd*>(self)->environment_,
                    [&](const std::string& each) { return each.starts_with(std::string(*name) + "="); });
    }
    g_dbus_method_invocation_return_value(call, nullptr);
  }

  std::vector<std::string> environment_;
  GObjectPointer<GDBusConnection> bus_;
  guint object_ = 0;
  GlibLoop loop_;
};

class FakeSession {
 public:
  DesktopSession& session() { return session_; }
  void start_manager(const std::vector<std::string>& environment) {
    session_.manager = Environment::from_block(environment);
  }

 private:
  FakeDesktopSession session_;
};

class BusSession {
 public:
  DesktopSession& session() { return session_; }
  void start_manager(std::vector<std::string> environment) {
    systemd_ = std::make_unique<Systemd>(std::move(environment));
  }

 private:
  GioDesktopSession session_{Environment()};
  std::unique_ptr<Systemd> systemd_;
};

template <typename Kind>
class DesktopSessionContract : public ::testing::Test {
 protected:
  Kind kind;
};
using Kinds = ::testing::Types<FakeSession, BusSession>;
TYPED_TEST_SUITE(DesktopSessionContract, Kinds);

TYPED_TEST(DesktopSessionContract, HasNoEnvironmentWithoutAManager) {
  const auto environment = this->kind.session().manager_environment();
  ASSERT_TRUE(environment) << environment.error().message;
  EXPECT_FALSE(*environment);
  const std::array<std::string, 1> names = {"http_proxy"};
  EXPECT_FALSE(this->kind.session().unset_in_manager(names));
}

TYPED_TEST(DesktopSessionContract, ReadsTheEnvironmentOfTheManagerAndTakesFromIt) {
  this->kind.start_manager({"LANG=C", "http_proxy=http://a b:1", "HTTP_PROXY=x"});
  auto environment = this->kind.session().manager_environment();
  ASSERT_TRUE(environment && *environment);
  ASSERT_NE((*environment)->variables.find("http_proxy"), nullptr);
  EXPECT_EQ(*(*environment)->variables.find("http_proxy"), "http://a b:1");
  const std::array<std::string, 2> names = {"http_proxy", "no_such"};
  ASSERT_TRUE(this->kind.session().unset_in_manager(names));
  environment = this->kind.session().manager_environment();
  ASSERT_TRUE(environment && *environment);
  EXPECT_EQ((*environment)->variables.find("http_proxy"), nullptr);
  EXPECT_NE((*environment)->variables.find("HTTP_PROXY"), nullptr);
  EXPECT_EQ(*(*environment)->variables.find("LANG"), "C");
}

TEST(GioDesktopSession, TakesThePasswordFromTheSettingsOfGnome) {
  const GObjectPointer<GSettings> settings(g_settings_new("org.gnome.system.proxy.http"));
  g_settings_set_string(settings.get(), "authentication-user", "alice");
  g_settings_set_string(settings.get(), "authentication-password", "s3cret");
  ASSERT_TRUE(GioDesktopSession(Environment()).forget_proxy_password());
  EXPECT_STREQ(GLibPointer<char>(g_settings_get_string(settings.get(), "authentication-password")).get(), "");
  EXPECT_STREQ(GLibPointer<char>(g_settings_get_string(settings.get(), "authentication-user")).get(), "alice");
  g_settings_reset(settings.get(), "authentication-user");
  g_settings_reset(settings.get(), "authentication-password");
}

TEST(MissingScriptPackages, LooksForWhatRunsScripts) {
  const TemporaryDirectory machine;
  const std::vector<std::string> data = {machine / "none", machine / "share"};
  EXPECT_THAT(missing_script_packages(machine / "lib", data),
              ElementsAre("glib-networking-services", "libproxy1-plugin-webkit"));
  machine.write("share/dbus-1/services/org.gtk.GLib.PACRunner.service", "");
  machine.write("lib/libproxy/0.4.18/modules/config_kde.so", "");
  EXPECT_THAT(missing_script_packages(machine / "lib", data), ElementsAre("libproxy1-plugin-webkit"));
  machine.write("lib/libproxy/0.4.18/modules/pacrunner_duktape.so", "");
  EXPECT_THAT(missing_script_packages(machine / "lib", data), IsEmpty());
}

TEST(MissingScriptPackages, KnowsLibproxyThatRunsScriptsItself) {
  const TemporaryDirectory machine;
  machine.write("share/dbus-1/services/org.gtk.GLib.PACRunner.service", "");
  machine.write("lib/libproxy/libpxbackend-1.0.so", "");
  EXPECT_THAT(missing_script_packages(machine / "lib", {machine / "share"}), IsEmpty());
}

}  // namespace
}  // namespace sallyport
