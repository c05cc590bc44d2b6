#include "platform/linux/tls_module.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sallyport {
namespace {

TEST(TlsModule, LoadsWhatTheBuildMade) {
  TlsModule module;
  const auto session = module.connect({.host = "proxy.example.com"});
  ASSERT_TRUE(session) << session.error().message << session.error().detail;
  EXPECT_FALSE((*session)->handshake().value()) << "it waits for the proxy's answer";
  EXPECT_EQ((*session)->take_output().front(), '\x16') << "RFC 8446 §5.1: a handshake record";
}

TEST(TlsModule, HashesForDigest) {
  TlsModule module;
  const std::string_view parts[] = {"a", "", "bc"};
  EXPECT_EQ(module.hex(DigestHash::Algorithm::kMd5, parts).value().reveal(), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(module.hex(DigestHash::Algorithm::kSha256, parts).value().reveal(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(TlsModule, NamesTheModuleThatIsMissing) {
  TlsModule module({"/nonexistent/sallyport-tls.so"});
  const auto session = module.connect({.host = "proxy.example.com"});
  ASSERT_FALSE(session);
  EXPECT_EQ(session.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(session.error().message.find("/nonexistent/sallyport-tls.so"), std::string::npos);
  EXPECT_FALSE(session.error().detail.empty());
  EXPECT_EQ(module.hex(DigestHash::Algorithm::kMd5, {}).error().code, ErrorCode::kUnsupported);
}

TEST(TlsModule, RefusesALibraryThatIsNotTheModule) {
  TlsModule module({"/proc/self/exe"});
  EXPECT_EQ(module.connect({.host = "proxy.example.com"}).error().code, ErrorCode::kUnsupported);
}

}  // namespace
}  // namespace sallyport
