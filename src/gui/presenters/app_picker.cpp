#include "presenters/app_picker.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

namespace sallyport {

AppPicker::AppPicker(std::vector<InstalledApp> apps, Fold fold) : fold_(std::move(fold)) {
  for (InstalledApp& app : apps) {
    std::string name = fold_(app.name);
    std::string searched = name + "\n" + fold_(app.command_line);
    entries_.push_back({std::move(app), std::move(name), std::move(searched)});
  }
}

std::vector<const InstalledApp*> AppPicker::search(std::string_view text) const {
  const std::string folded = fold_(text);
  std::vector<std::string> words;
  std::istringstream stream(folded);
  for (std::string word; stream >> word;) words.push_back(word);

  std::vector<const Entry*> found;
  for (const Entry& entry : entries_) {
    const auto is_there = [&](const std::string& word) { return entry.searched.find(word) != std::string::npos; };
    if (std::ranges::all_of(words, is_there)) found.push_back(&entry);
  }
  if (!words.empty())
    std::stable_partition(found.begin(), found.end(),
                          [&](const Entry* entry) { return entry->name.starts_with(words.front()); });

  std::vector<const InstalledApp*> apps;
  for (const Entry* entry : found) apps.push_back(&entry->app);
  return apps;
}

}  // namespace sallyport
