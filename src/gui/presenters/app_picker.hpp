#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/ports/installed_apps.hpp"

namespace sallyport {

/// The search over installed apps.
class AppPicker {
 public:
  /// Folds case for comparing, in whatever way the toolkit knows best.
  using Fold = std::function<std::string(std::string_view)>;

  AppPicker(std::vector<InstalledApp> apps, Fold fold);

  /// Apps whose name or command holds every word of `text`; those whose name begins with it first.
  [[nodiscard]] std::vector<const InstalledApp*> search(std::string_view text) const;

 private:
  struct Entry {
    InstalledApp app;
    std::string name;
    std::string searched;
  };
  Fold fold_;
  std::vector<Entry> entries_;
};

}  // namespace sallyport
