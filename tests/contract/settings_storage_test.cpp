#include "sallyport/ports/settings_storage.hpp"

#include <gtest/gtest.h>

#include <filesystem>

#include "platform/file_settings_storage.hpp"
#include "support/fake_settings_storage.hpp"
#include "support/temporary_directory.hpp"

namespace sallyport {
namespace {

class FakeStorage {
 public:
  SettingsStorage& storage() { return storage_; }

 private:
  FakeSettingsStorage storage_;
};

class FileStorage {
 public:
  SettingsStorage& storage() { return storage_; }

 private:
  TemporaryDirectory directory_;
  FileSettingsStorage storage_{directory_ / "sallyport/settings.toml"};
};

template <typename Kind>
class SettingsStorageContract : public ::testing::Test {
 protected:
  SettingsStorage& storage() { return kind_.storage(); }

 private:
  Kind kind_;
};

using Storages = ::testing::Types<FakeStorage, FileStorage>;
TYPED_TEST_SUITE(SettingsStorageContract, Storages);

using Text = std::optional<std::string>;

TYPED_TEST(SettingsStorageContract, IsEmptyAtFirst) {
  EXPECT_TRUE(std::filesystem::path(this->storage().path()).has_root_directory());
  EXPECT_EQ(this->storage().read().value(), Text());
}

TYPED_TEST(SettingsStorageContract, HandsTheTextToTheEditAndKeepsWhatItReturns) {
  ASSERT_TRUE(this->storage().update([](const Text& text) -> Result<std::string> {
    EXPECT_EQ(text, Text());
    return "first\n";
  }));
  EXPECT_EQ(this->storage().read().value(), Text("first\n"));
  ASSERT_TRUE(this->storage().update([](const Text& text) -> Result<std::string> {
    EXPECT_EQ(text, Text("first\n"));
    return std::string();
  }));
  EXPECT_EQ(this->storage().read().value(), Text(""));
}

TYPED_TEST(SettingsStorageContract, StaysAsItWasWhenTheEditFails) {
  const auto refuse = [](const Text&) -> Result<std::string> { return failure(ErrorCode::kInvalidValue, "No."); };
  for (const Text& before : {Text(), Text("kept")}) {
    if (before) {
      ASSERT_TRUE(this->storage().update([&](const Text&) -> Result<std::string> { return *before; }));
    }
    const auto updated = this->storage().update(refuse);
    ASSERT_FALSE(updated);
    EXPECT_EQ(updated.error().code, ErrorCode::kInvalidValue);
    EXPECT_EQ(updated.error().message, "No.");
    EXPECT_EQ(this->storage().read().value(), before);
  }
}

}  // namespace
}  // namespace sallyport
