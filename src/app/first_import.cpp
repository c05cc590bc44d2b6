#include "app/first_import.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sallyport {
namespace {

using Mode = SystemProxyConfiguration::Mode;

class Search {
 public:
  Search(const ProxySettings& current, std::span<const SupervisorStatus> running)
      : current_(current), running_(running) {}

  /// Whether that is it.
  bool takes(const Result<ImportSource>& source) {
    const bool is_silent = source && (source->says.mode == Mode::kNone || source->says.mode == Mode::kUnknown);
    auto import = source ? propose_import(*source, current_, running_) : tl::unexpected(source.error());
    if (import) {
      import_ = std::move(*import);
      import_->warnings.insert(import_->warnings.begin(), passed_over_.begin(), passed_over_.end());
      return true;
    }
    reasons_ += "\n  " + import.error().message;
    // It may be what is in force.
    if (!is_silent) passed_over_.push_back(std::move(import.error().message));
    return false;
  }

  Result<ProxyImport> take() {
    if (import_) return *std::move(import_);
    return failure(ErrorCode::kFailed, "There is no proxy to import:" + reasons_);
  }

 private:
  const ProxySettings& current_;
  std::span<const SupervisorStatus> running_;
  std::optional<ProxyImport> import_;
  std::string reasons_;
  std::vector<std::string> passed_over_;
};

}  // namespace

Result<ProxyImport> find_first_import(const ImportPlaces& places, const ProxySettings& current,
                                      std::span<const SupervisorStatus> running) {
  Search search(current, running);
  const auto here = source_of_desktop(places.desktop);
  if (search.takes(here) || search.takes(source_of_environment(places.environment))) return search.take();
  for (const std::string& other : places.desktops) {
    const bool runs = here && here->says.source == other;
    if (!runs && search.takes(places.other_desktop(other))) break;
  }
  return search.take();
}

}  // namespace sallyport
