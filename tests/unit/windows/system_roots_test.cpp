#include "platform/common/system_roots.hpp"

#include <gtest/gtest.h>
#include <openssl/x509.h>
#include <stdlib.h>

#include <string>

#include "platform/common/openssl_pointer.hpp"
#include "support/certificate_authority.hpp"

namespace sallyport {
namespace {

int count_of_roots() {
  const OpensslPointer<X509_STORE> store(X509_STORE_new());
  EXPECT_TRUE(add_system_roots(store.get()));
  return sk_X509_OBJECT_num(X509_STORE_get0_objects(store.get()));
}

TEST(SystemRoots, AreThoseOfWindowsAndOfTheVariable) {
  ::_putenv_s("SSL_CERT_FILE", "");
  const int before = count_of_roots();
  const CertificateAuthority authority("Test authority");
  ::_putenv_s("SSL_CERT_FILE", authority.file().c_str());
  EXPECT_EQ(count_of_roots(), before + 1);
  ::_putenv_s("SSL_CERT_FILE", "C:\\no\\such\\file.pem");
  EXPECT_EQ(count_of_roots(), before) << "a file that is missing is no error";
  ::_putenv_s("SSL_CERT_FILE", "");
}

}  // namespace
}  // namespace sallyport
