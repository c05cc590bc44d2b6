#include "platform/macos/keychain_answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using testing::HasSubstr;

const KeychainQuestion kQuestion{"read", "alice at proxy.example.com:8080"};

struct Case {
  const char* name;
  KeychainStatus status;
  ErrorCode code;
};

class KeychainAnswer : public testing::TestWithParam<Case> {};

TEST_P(KeychainAnswer, IsOneOfTheStoresAnswers) {
  const Error error = keychain_error(GetParam().status, kQuestion, "a reason");
  EXPECT_EQ(error.code, GetParam().code);
  EXPECT_THAT(error.message, HasSubstr("alice at proxy.example.com:8080"));
  EXPECT_THAT(error.message,
              testing::EndsWith(GetParam().status == kKeychainMayNotAsk || GetParam().status == kKeychainMustAsk
                                    ? "security unlock-keychain"
                                    : "."));
  EXPECT_EQ(error.detail, "a reason (" + std::to_string(GetParam().status) + ")");
}

INSTANTIATE_TEST_SUITE_P(Statuses, KeychainAnswer,
                         testing::Values(Case{"NotFound", -25300, ErrorCode::kCredentialNotStored},
                                         Case{"Dismissed", -128, ErrorCode::kKeychainLocked},
                                         Case{"WrongPassword", -25293, ErrorCode::kKeychainLocked},
                                         Case{"InteractionNotAllowed", -25308, ErrorCode::kKeychainLocked},
                                         Case{"InteractionRequired", -25315, ErrorCode::kKeychainLocked},
                                         Case{"NotAvailable", -25291, ErrorCode::kKeychainAbsent},
                                         Case{"NoSuchKeychain", -25294, ErrorCode::kKeychainAbsent},
                                         Case{"NoDefaultKeychain", -25307, ErrorCode::kKeychainAbsent},
                                         Case{"Duplicate", -25299, ErrorCode::kKeychainFailed},
                                         Case{"MissingEntitlement", -34018, ErrorCode::kKeychainFailed},
                                         Case{"Parameter", -50, ErrorCode::kKeychainFailed}),
                         [](const auto& one) { return one.param.name; });

TEST(KeychainAnswerText, NamesTheStatusWhereTheSystemHasNoText) {
  EXPECT_EQ(keychain_error(-50, kQuestion, "").detail, "OSStatus -50");
}

}  // namespace
}  // namespace sallyport
