#include "platform/common/configuration_change.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <ctime>

namespace sallyport {

tl::unexpected<Error> leave_configuration(const std::string& path, std::string_view why) {
  return failure(ErrorCode::kIo, fmt::format("{} was left as it is: {}", path, why));
}

Result<void> check_configuration_change(const ConfigurationFile& seen, const ConfigurationFile* now,
                                        unsigned long names) {
  if (now == nullptr || now->target != seen.target || !now->text.equals(seen.text)) {
    return leave_configuration(seen.path, "it was changed since it was looked at. Look at it again.");
  }
  if (!now->owner.empty()) return leave_configuration(seen.path, fmt::format("it belongs to {}.", now->owner));
  if (names > 1) {
    return leave_configuration(seen.path,
                               "it has other names (hard links), by which it would stay as it is. Change it by hand.");
  }
  return {};
}

CopyNames::CopyNames(const std::string& target)
    : target_(target),
      first_(fmt::format("{}.sallyport-backup-{:%Y%m%d-%H%M%S}", target, fmt::localtime(std::time(nullptr)))) {}

Result<std::string> CopyNames::next() {
  constexpr int kMostInOneSecond = 100;
  if (++given_ > kMostInOneSecond) {
    return leave_configuration(target_, "there are too many copies of it beside it.");
  }
  return given_ == 1 ? first_ : fmt::format("{}-{}", first_, given_);
}

}  // namespace sallyport
