#include "platform/linux/client_entry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sallyport {
namespace {

constexpr std::string_view kMain = DesktopEntry::kMainGroup;

Client client(std::string id, std::string name) {
  Client made;
  made.id = std::move(id);
  made.name = std::move(name);
  return made;
}

const Client kPostman = client("postman", "Postman");

DesktopEntry entry(std::string_view text) {
  auto parsed = DesktopEntry::parse(text);
  EXPECT_TRUE(parsed) << parsed.error().message;
  return parsed.value_or(DesktopEntry{});
}

std::string value(const DesktopEntry& entry, std::string_view key, std::string_view group = kMain) {
  const std::string* found = entry.find(group, key);
  return found ? *found : "(absent)";
}

DesktopEntry over(std::string_view original_text) {
  const DesktopEntry original = entry(original_text);
  return make_client_entry(kPostman, &original, {"/opt/sallyport"}, "unused");
}

TEST(ClientEntry, StartsACommandThroughTheLauncher) {
  const DesktopEntry made = make_client_entry(client("tool", "Tool"), nullptr, {"/usr/bin/sallyport"}, "tool-icon");
  EXPECT_EQ(made.render(),
            "[Desktop Entry]\n"
            "Type=Application\n"
            "Name=Tool\n"
            "Comment=Start Tool with the proxy that is set in Sallyport\n"
            "Icon=tool-icon\n"
            "Exec=/usr/bin/sallyport launch tool -- %U\n"
            "Terminal=false\n"
            "Categories=Network;\n"
            "Actions=sallyport-direct;sallyport-settings;\n"
            "\n"
            "[Desktop Action sallyport-direct]\n"
            "Name=Launch without a proxy\n"
            "Exec=/usr/bin/sallyport launch tool --direct\n"
            "\n"
            "[Desktop Action sallyport-settings]\n"
            "Name=Proxy settings…\n"
            "Exec=/usr/bin/sallyport\n");
}

TEST(ClientEntry, EscapesNamesAndTheLaunchersPath) {
  const DesktopEntry made = make_client_entry(client("x", " a\nb\\ 50% \"ü\" "), nullptr, {"/o pt/50%/$x"}, "");
  EXPECT_EQ(value(made, "Name"), R"(\sa\nb\\ 50% "ü"\s)");
  EXPECT_EQ(value(made, "Exec"), R"("/o pt/50%%/\\$x" launch x -- %U)");
  EXPECT_EQ(value(made, "Exec", "Desktop Action sallyport-settings"), R"("/o pt/50%%/\\$x")");
}

TEST(ClientEntry, KeepsWhatTheDesktopKnowsTheAppBy) {
  const DesktopEntry made = over(
      "[Desktop Entry]\nType=Application\nName=Postman\nName[de]=Postbote\nComment=APIs\nKeywords=api;\n"
      "Icon=/opt/Postman/icon.png\nExec=/opt/Postman/Postman %U\nTryExec=/opt/Postman/Postman\nDBusActivatable=true\n"
      "NoDisplay=true\nHidden=false\nCategories=Development;\nMimeType=x-scheme-handler/postman;\n"
      "StartupWMClass=Postman\nTerminal=false\n\n[Other Group]\nk=v\n");
  EXPECT_EQ(value(made, "Name"), "Postman");
  EXPECT_EQ(value(made, "Name[de]"), "Postbote");
  EXPECT_EQ(value(made, "Comment"), "APIs");
  EXPECT_EQ(value(made, "Keywords"), "api;");
  EXPECT_EQ(value(made, "Icon"), "/opt/Postman/icon.png");
  EXPECT_EQ(value(made, "Categories"), "Development;");
  EXPECT_EQ(value(made, "MimeType"), "x-scheme-handler/postman;");
  EXPECT_EQ(value(made, "StartupWMClass"), "Postman");
  EXPECT_EQ(value(made, "Exec"), "/opt/sallyport launch postman -- %U");
  for (const char* gone : {"TryExec", "DBusActivatable", "NoDisplay", "Hidden"})
    EXPECT_EQ(value(made, gone), "(absent)") << gone;
  EXPECT_EQ(made.find_group("Other Group"), nullptr);
}

TEST(ClientEntry, OpensWhatTheAppOpened) {
  const auto exec = [](const std::string& line) {
    return value(over("[Desktop Entry]\nName=P\nExec=" + line + "\n"), "Exec");
  };
  EXPECT_EQ(exec("/opt/p --x %F"), "/opt/sallyport launch postman -- %F");
  EXPECT_EQ(exec("/opt/p %u --x"), "/opt/sallyport launch postman -- %u");
  EXPECT_EQ(exec("/opt/p %i --x 50%%"), "/opt/sallyport launch postman");
}

TEST(ClientEntry, TakesAnOriginalWithoutACommandForNone) {
  for (const char* original : {"[Desktop Entry]\nName=Other\nDBusActivatable=true\n",
                               "[Desktop Entry]\nName=Other\nExec=\"open\n", "[Desktop Entry]\nName=Other\nExec=\n"}) {
    const DesktopEntry made = over(original);
    EXPECT_EQ(value(made, "Name"), "Postman");
    EXPECT_EQ(value(made, "Exec"), "/opt/sallyport launch postman -- %U");
  }
}

TEST(ClientEntry, SendsTheAppsOwnActionsThroughTheLauncher) {
  const DesktopEntry made = over(
      "[Desktop Entry]\nName=P\nExec=/opt/p --base %U --end\nActions=new;private;other;none;less;new;\n"
      "[Desktop Action new]\nName=New\nName[de]=Neu\nIcon=new\nExec=/opt/p --base --new \"a b\" %u --end\n"
      "[Desktop Action private]\nName=Private\nExec=/opt/p --base --end\n"
      "[Desktop Action other]\nName=Other\nExec=/opt/q --base --end\n"
      "[Desktop Action less]\nName=Less\nExec=/opt/p --end\n"
      "[Desktop Action unlisted]\nName=Unlisted\nExec=/opt/p --base --end\n");
  EXPECT_EQ(value(made, "Actions"), "new;private;sallyport-direct;sallyport-settings;");
  EXPECT_EQ(value(made, "Name[de]", "Desktop Action new"), "Neu");
  EXPECT_EQ(value(made, "Icon", "Desktop Action new"), "new");
  EXPECT_EQ(value(made, "Exec", "Desktop Action new"), "/opt/sallyport launch postman -- --new \"a b\" %u");
  EXPECT_EQ(value(made, "Exec", "Desktop Action private"), "/opt/sallyport launch postman");
  for (const char* gone : {"other", "none", "less", "unlisted"})
    EXPECT_EQ(made.find_group(std::string("Desktop Action ") + gone), nullptr) << gone;
}

TEST(ClientEntrySeal, ShowsWhoseAnEntryIs) {
  const DesktopEntry made = make_client_entry(kPostman, nullptr, {"/opt/sallyport"}, "icon");
  const EntrySeal seal = read_entry_seal(seal_entry(made, "postman"));
  EXPECT_EQ(seal.client_id, "postman");
  EXPECT_TRUE(seal.unchanged);
  EXPECT_EQ(read_entry_seal(made.render()).client_id, "");
  EXPECT_EQ(read_entry_seal("").client_id, "");
  EXPECT_EQ(read_entry_seal("no entry").client_id, "");
}

TEST(ClientEntrySeal, BreaksAtAnyEdit) {
  const std::string text = seal_entry(make_client_entry(kPostman, nullptr, {"/opt/sallyport"}, "icon"), "postman");
  EXPECT_FALSE(read_entry_seal(text + "# a comment\n").unchanged);
  std::string renamed = text;
  renamed.replace(renamed.find("Name=Postman"), 12, "Name=Mailman");
  EXPECT_EQ(read_entry_seal(renamed).client_id, "postman");
  EXPECT_FALSE(read_entry_seal(renamed).unchanged);
  std::string unsealed = text;
  unsealed.erase(unsealed.find("X-Sallyport-Seal"), sizeof("X-Sallyport-Seal=12345678"));
  EXPECT_EQ(read_entry_seal(unsealed).client_id, "postman");
  EXPECT_FALSE(read_entry_seal(unsealed).unchanged);
}

}  // namespace
}  // namespace sallyport
