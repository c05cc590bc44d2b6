#include "presenters/import_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using Row = ImportTable::Row;

Result<ProxyImport> import_of(const std::string& url, const ProxySettings& current = {}) {
  return source_of_url(url).and_then([&](const ImportSource& source) { return propose_import(source, current); });
}

TEST(ImportTable, NamesSettingsAsTheFormDoes) {
  const ImportTable table = make_import_table(import_of("socks5://proxy.example.com:1080"));
  EXPECT_THAT(table.rows, ElementsAre(Row{"Custom proxy", "off", "on"}, Row{"Type", "HTTP", "SOCKS5"},
                                      Row{"Server", "nothing", "proxy.example.com"}, Row{"Port", "8080", "1080"}));
}

TEST(ImportTable, ShowsThatThereIsAPasswordAndNotWhich) {
  const ImportTable table = make_import_table(import_of("http://alice:canary@proxy.example.com:8080"));
  ASSERT_FALSE(table.rows.empty());
  EXPECT_EQ(table.rows.back().setting, "Password");
  for (const Row& row : table.rows) EXPECT_THAT(row.now + row.then, Not(HasSubstr("canary")));
  EXPECT_THAT(table.note, Not(HasSubstr("canary")));
}

TEST(ImportTable, SaysWhyThereIsNothingToTakeOver) {
  const ImportTable failed = make_import_table(import_of("no proxy"));
  EXPECT_THAT(failed.rows, IsEmpty());
  EXPECT_THAT(failed.note, Not(IsEmpty()));
  const auto first = import_of("http://proxy.example.com:8080");
  ASSERT_TRUE(first);
  const ImportTable same = make_import_table(import_of("http://proxy.example.com:8080", first->settings));
  EXPECT_THAT(same.rows, IsEmpty());
  EXPECT_EQ(same.note, "The form says this already.");
  EXPECT_FALSE(same.warns);
}

TEST(ImportTable, WarnsWhetherSomethingChangesOrNot) {
  const auto first = import_of("socks5://proxy.example.com");
  ASSERT_TRUE(first && first->warnings.size() == 1);
  const ImportTable table = make_import_table(first);
  EXPECT_EQ(table.note, first->warnings.front());
  EXPECT_TRUE(table.warns);
  const ImportTable same = make_import_table(import_of("socks5://proxy.example.com", first->settings));
  EXPECT_THAT(same.rows, IsEmpty());
  EXPECT_EQ(same.note, "The form says this already. " + first->warnings.front());
  EXPECT_TRUE(same.warns);
}

}  // namespace
}  // namespace sallyport
