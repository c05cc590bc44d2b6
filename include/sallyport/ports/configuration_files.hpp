#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sallyport/core/configuration_places.hpp"
#include "sallyport/core/result.hpp"
#include "sallyport/core/secret.hpp"

namespace sallyport {

/// A configuration file of another program as it stood when it was read.
struct ConfigurationFile {
  std::string path;        ///< as it was asked for
  std::string target;      ///< where its links lead; `path` when it is none
  Secret text;             ///< may hold a password
  std::string owner;       ///< the name of the user that it belongs to; empty when it is this user's own
  std::uint32_t mode = 0;  ///< on Windows, where access lists decide, 0600

  [[nodiscard]] bool is_link() const { return target != path; }
  [[nodiscard]] ConfigurationFile clone() const { return {path, target, text.clone(), owner, mode}; }
};

/// A folder that should be nobody else's affair.
struct FolderState {
  std::string owner;       ///< as of a file
  std::uint32_t mode = 0;  ///< on Windows 0700
};

/// The configuration files of other programs: read, and changed only when the user asks for it. Every call blocks for
/// the time of small files; any thread.
class ConfigurationFiles {
 public:
  /// What a file may hold to be read.
  static constexpr std::size_t kMaximumSize = std::size_t{4} * 1024 * 1024;

  virtual ~ConfigurationFiles() = default;

  /// Where they are on this system, for this user.
  [[nodiscard]] virtual const ConfigurationPlaces& places() const = 0;
  /// Follows links. Empty optional when there is no such file; kIo for what cannot be read, is no regular file, or is
  /// larger than kMaximumSize.
  [[nodiscard]] virtual Result<std::optional<ConfigurationFile>> read(const std::string& path) = 0;
  /// The paths of what stands in `directory` and ends in `suffix`, sorted, at most 1000; none when it cannot be read.
  [[nodiscard]] virtual std::vector<std::string> list(const std::string& directory, std::string_view suffix) = 0;
  /// Replaces the file that `seen` leads to by `text`, whole or not at all, after its content was copied to a new file
  /// beside it, whose path is returned: `TARGET.sallyport-backup-TIME`. Both have its mode and group, on Windows its
  /// access list. kIo, and nothing is changed, when it is not as it was seen, is another user's, or has other names
  /// (hard links) or, elsewhere than on Windows, an access list.
  [[nodiscard]] virtual Result<std::string> replace(const ConfigurationFile& seen, const Secret& text) = 0;

  /// Empty optional when there is no such folder.
  [[nodiscard]] virtual std::optional<FolderState> folder(const std::string& path) = 0;
  /// Gives a folder of this user's own the mode 0700. kIo, kUnsupported on Windows.
  [[nodiscard]] virtual Result<void> make_private(const std::string& path) = 0;
};

}  // namespace sallyport
