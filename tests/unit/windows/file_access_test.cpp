#include "platform/windows/file_access.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <vector>

#include "platform/windows/security_identifier.hpp"

namespace sallyport {
namespace {

/// An access list of one entry, laid out as every entry without types of objects is.
class OneEntry {
 public:
  OneEntry(BYTE type, BYTE flags, ACCESS_MASK mask, const SecurityIdentifier& who) {
    const DWORD sid_size = ::GetLengthSid(who.get());
    std::vector<std::byte> entry(offsetof(ACCESS_ALLOWED_ACE, SidStart) + sid_size);
    const ACCESS_ALLOWED_ACE head{{type, flags, static_cast<WORD>(entry.size())}, mask, 0};
    std::memcpy(entry.data(), &head, offsetof(ACCESS_ALLOWED_ACE, SidStart));
    std::memcpy(entry.data() + offsetof(ACCESS_ALLOWED_ACE, SidStart), who.get(), sid_size);
    EXPECT_TRUE(::InitializeAcl(list(), static_cast<DWORD>(memory_.size()), ACL_REVISION_DS));
    EXPECT_TRUE(::AddAce(list(), ACL_REVISION_DS, 0, entry.data(), static_cast<DWORD>(entry.size())));
  }

  [[nodiscard]] ACL* list() { return reinterpret_cast<ACL*>(memory_.data()); }

 private:
  alignas(ACL) std::array<std::byte, 256> memory_{};
};

class AccessLists : public testing::Test {
 protected:
  [[nodiscard]] FileAccess judged(BYTE type, ACCESS_MASK mask, const SecurityIdentifier& who, BYTE flags = 0) const {
    return access_by(me_.get(), OneEntry(type, flags, mask, who).list());
  }

  const SecurityIdentifier me_ = SecurityIdentifier::of_process(::GetCurrentProcess());
  const SecurityIdentifier everyone_ = SecurityIdentifier::well_known(WinWorldSid);
  const SecurityIdentifier administrators_ = SecurityIdentifier::well_known(WinBuiltinAdministratorsSid);
};

TEST_F(AccessLists, LetOthersWriteWhereAnEntrySaysSo) {
  for (const BYTE type : {ACCESS_ALLOWED_ACE_TYPE, ACCESS_ALLOWED_CALLBACK_ACE_TYPE}) {
    EXPECT_EQ(judged(type, FILE_WRITE_DATA, everyone_), FileAccess::kOthersWrite) << int{type};
    EXPECT_EQ(judged(type, WRITE_DAC, everyone_), FileAccess::kOthersWrite) << int{type};
    EXPECT_EQ(judged(type, FILE_READ_DATA, everyone_), FileAccess::kOwn) << int{type};
    EXPECT_EQ(judged(type, FILE_WRITE_DATA, administrators_), FileAccess::kOwn) << int{type};
    EXPECT_EQ(judged(type, FILE_WRITE_DATA, me_), FileAccess::kOwn) << int{type};
    EXPECT_EQ(judged(type, FILE_WRITE_DATA, everyone_, INHERIT_ONLY_ACE), FileAccess::kOwn) << int{type};
  }
}

TEST_F(AccessLists, LetNobodyInWhereTheyDeny) {
  for (const BYTE type : {ACCESS_DENIED_ACE_TYPE, ACCESS_DENIED_OBJECT_ACE_TYPE, ACCESS_DENIED_CALLBACK_ACE_TYPE,
                          ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE}) {
    EXPECT_EQ(judged(type, FILE_WRITE_DATA, everyone_), FileAccess::kOwn) << int{type};
  }
}

TEST_F(AccessLists, AreNotTrustedWithWhatNoFileShouldHave) {
  constexpr BYTE kOfNoSystem = 0x7f;
  for (const BYTE type :
       {BYTE{ACCESS_ALLOWED_OBJECT_ACE_TYPE}, BYTE{ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE}, kOfNoSystem}) {
    EXPECT_EQ(judged(type, FILE_WRITE_DATA, me_), FileAccess::kOthersWrite) << int{type};
  }
}

TEST_F(AccessLists, ThatAreMissingLetEveryoneWrite) {
  EXPECT_EQ(access_by(me_.get(), nullptr), FileAccess::kOthersWrite);
}

TEST_F(AccessLists, SayNothingOfWhoOwnsTheFile) {
  OneEntry harmless(ACCESS_ALLOWED_ACE_TYPE, 0, FILE_READ_DATA, everyone_);
  EXPECT_EQ(access_by(everyone_.get(), harmless.list()), FileAccess::kAnothersFile);
  EXPECT_EQ(access_by(nullptr, harmless.list()), FileAccess::kAnothersFile);
}

}  // namespace
}  // namespace sallyport
