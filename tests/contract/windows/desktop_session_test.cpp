#include "sallyport/ports/desktop_session.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <windows.h>

#include <array>
#include <string>

#include "platform/windows/utf16.hpp"
#include "platform/windows/windows_desktop_session.hpp"

namespace sallyport {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

/// Variables of the user's, which go when the test ends.
class WindowsDesktopSessionTest : public ::testing::Test {
 protected:
  ~WindowsDesktopSessionTest() override {
    for (const wchar_t* name : {L"http_proxy", L"TestedPath", L"TestedNumber"}) {
      ::RegDeleteKeyValueW(HKEY_CURRENT_USER, L"Environment", name);
    }
  }

  static void set(const wchar_t* name, const std::wstring& value, DWORD type = REG_SZ) {
    ASSERT_EQ(::RegSetKeyValueW(HKEY_CURRENT_USER, L"Environment", name, type, value.c_str(),
                                static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t))),
              ERROR_SUCCESS);
  }
  [[nodiscard]] const std::string* find(std::string_view name) {
    auto environment = session_.manager_environment();
    EXPECT_TRUE(environment && *environment);
    environment_ = environment->value_or(SessionEnvironment()).variables;
    return environment_.find(name);
  }

  WindowsDesktopSession session_;
  Environment environment_;
};

TEST_F(WindowsDesktopSessionTest, ReadsTheVariablesOfTheUser) {
  EXPECT_EQ(find("http_proxy"), nullptr);
  set(L"HTTP_Proxy", L"http://\u00fc:8080");
  set(L"TestedPath", L"%SystemRoot%\\x", REG_EXPAND_SZ);
  set(L"TestedNumber", L"1", REG_DWORD);
  ASSERT_NE(find("http_proxy"), nullptr);
  EXPECT_EQ(*find("http_proxy"), "http://\xc3\xbc:8080");
  EXPECT_THAT(*find("TestedPath"), AllOf(EndsWith("\\x"), Not(HasSubstr("%"))));
  EXPECT_EQ(find("TestedNumber"), nullptr);
}

TEST_F(WindowsDesktopSessionTest, TakesVariablesAway) {
  set(L"http_proxy", L"http://proxy:8080");
  set(L"TestedPath", L"stays");
  const std::array<std::string, 2> names = {"http_proxy", "no_such"};
  const auto unset = session_.unset_in_manager(names);
  ASSERT_TRUE(unset) << unset.error().message;
  EXPECT_EQ(find("http_proxy"), nullptr);
  EXPECT_EQ(*find("TestedPath"), "stays");
}

TEST_F(WindowsDesktopSessionTest, HasNoPasswordAndNeedsNothingForScripts) {
  EXPECT_EQ(session_.forget_proxy_password().error().code, ErrorCode::kUnsupported);
  EXPECT_THAT(session_.missing_for_proxy_scripts(), ::testing::IsEmpty());
}

}  // namespace
}  // namespace sallyport
