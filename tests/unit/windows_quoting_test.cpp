#include "sallyport/core/windows_quoting.hpp"

#include <gtest/gtest.h>

namespace sallyport {
namespace {

TEST(WindowsQuoting, DoublesBackslashesOnlyBeforeAQuotationMark) {
  EXPECT_EQ(quote_windows(""), R"("")");
  EXPECT_EQ(quote_windows("a b"), R"("a b")");
  EXPECT_EQ(quote_windows(R"(a\b)"), R"("a\b")");
  EXPECT_EQ(quote_windows(R"(a"b)"), R"("a\"b")");
  EXPECT_EQ(quote_windows(R"(a\"b)"), R"("a\\\"b")");
  EXPECT_EQ(quote_windows(R"(a b\)"), R"("a b\\")");
}

}  // namespace
}  // namespace sallyport
