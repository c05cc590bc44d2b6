#pragma once

#include <string>
#include <string_view>

#include "sallyport/core/result.hpp"
#include "sallyport/ports/configuration_files.hpp"

namespace sallyport {

/// kIo: that the file was left as it is, and why.
[[nodiscard]] tl::unexpected<Error> leave_configuration(const std::string& path, std::string_view why);

/// Whether `now` is still what was `seen`, and may be replaced by a new file. Null: it is gone. `names`: hard links.
[[nodiscard]] Result<void> check_configuration_change(const ConfigurationFile& seen, const ConfigurationFile* now,
                                                      unsigned long names);

/// The names that a copy of `target` may have, one after the other, of which the first that is free is to be taken:
/// by the time of day and, from the second on, a number.
class CopyNames {
 public:
  explicit CopyNames(const std::string& target);
  /// kIo when there are too many copies.
  [[nodiscard]] Result<std::string> next();

 private:
  std::string target_;
  std::string first_;
  int given_ = 0;
};

}  // namespace sallyport
