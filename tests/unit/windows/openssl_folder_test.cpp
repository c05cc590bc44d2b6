#include <gmock/gmock.h>
#include <openssl/x509.h>

#include <string>

#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

using ::testing::StartsWith;

// Anyone may make a folder in the root of a drive, which is where a path without one leads (CVE-2019-1552).
TEST(OpensslFolder, IsWhereAnAdministratorAloneMayWrite) {
  for (const char* const path :
       {X509_get_default_cert_area(), X509_get_default_cert_dir(), X509_get_default_cert_file()}) {
    std::string folder = ascii_lower(path);
    for (char& c : folder) c = c == '\\' ? '/' : c;
    EXPECT_THAT(folder, StartsWith("c:/program files/"));
  }
}

}  // namespace
}  // namespace sallyport
