#include "sallyport/core/basic_authorization.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

TEST(BasicAuthorization, EncodesEveryLength) {
  EXPECT_EQ(basic_authorization("", "").reveal(), "Basic Og==");
  EXPECT_EQ(basic_authorization("Aladdin", "open sesame").reveal(), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(basic_authorization("a", "b").reveal(), "Basic YTpi");
  EXPECT_EQ(basic_authorization("a", "bc").reveal(), "Basic YTpiYw==");
  EXPECT_EQ(basic_authorization("a", "bcd").reveal(), "Basic YTpiY2Q=");
  EXPECT_EQ(basic_authorization("test", "123\xC2\xA3").reveal(), "Basic dGVzdDoxMjPCow==");
}

}  // namespace
}  // namespace sallyport
