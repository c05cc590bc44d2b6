#include "platform/posix/desktop_module.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sallyport {
namespace {

TEST(DesktopModule, NamesTheModuleThatIsMissing) {
  DesktopModule module(Environment(), {"/nonexistent/sallyport-desktop.so", "/nonexistent/lib/sallyport-desktop.so"});
  const CredentialKey key{{ProxyProtocol::kHttp, "proxy.example.com", 8080}, "alice"};

  const auto found = module.credential_store().find(key, {});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::kKeychainAbsent);
  EXPECT_NE(found.error().message.find("/nonexistent/sallyport-desktop.so"), std::string::npos);
  EXPECT_FALSE(found.error().detail.empty());

  EXPECT_EQ(module.system_proxy().configuration().error().code, ErrorCode::kUnsupported);
  EXPECT_EQ(module.system_proxy().watch([] {}), nullptr);
  EXPECT_EQ(module.installed_apps().import("any.desktop").error().code, ErrorCode::kUnsupported);
  EXPECT_TRUE(module.installed_apps().list().empty());
}

TEST(DesktopModule, RefusesALibraryThatIsNotTheModule) {
  DesktopModule module(Environment(), {"/proc/self/exe"});
  EXPECT_EQ(module.system_proxy().configuration().error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace sallyport
