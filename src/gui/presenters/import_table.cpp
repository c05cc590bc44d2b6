#include "presenters/import_table.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sallyport/core/ascii.hpp"

namespace sallyport {
namespace {

struct Label {
  std::string_view key;
  std::string_view words;
};
constexpr std::array kLabels = {Label{"custom_proxy.enabled", "Custom proxy"},
                                Label{"custom_proxy.http", "HTTP requests"},
                                Label{"custom_proxy.https", "HTTPS requests"},
                                Label{"custom_proxy.protocol", "Type"},
                                Label{"custom_proxy.host", "Server"},
                                Label{"custom_proxy.port", "Port"},
                                Label{"custom_proxy.authentication", "Authentication"},
                                Label{"custom_proxy.username", "User name"},
                                Label{"custom_proxy.bypass", "Bypass"},
                                Label{"custom_proxy.ca_file", "CA file"}};

std::string label_of(const std::string& key) {
  const auto label = std::ranges::find(kLabels, key, &Label::key);
  return label == kLabels.end() ? key : std::string(label->words);
}

std::string in_words(const std::string& key, const std::string& value) {
  if (value == "true") return "on";
  if (value == "false") return "off";
  if (value.empty()) return "nothing";
  return key == "custom_proxy.protocol" ? ascii_upper(value) : value;
}

}  // namespace

ImportTable make_import_table(const Result<ProxyImport>& proposed) {
  if (!proposed) return {{}, proposed.error().message, false};
  ImportTable table;
  for (const SettingChange& change : proposed->changes) {
    table.rows.push_back(
        {label_of(change.key), in_words(change.key, change.before), in_words(change.key, change.after)});
  }
  if (proposed->credential) table.rows.push_back({"Password", "", "the one that stands there"});
  if (table.rows.empty()) table.note = "The form says this already.";
  table.warns = !proposed->warnings.empty();
  for (const std::string& warning : proposed->warnings) table.note += (table.note.empty() ? "" : " ") + warning;
  return table;
}

}  // namespace sallyport
