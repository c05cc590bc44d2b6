#pragma once

#include <memory>
#include <string>

#include "sallyport/core/result.hpp"

namespace sallyport {

/// A new directory (0700) in the temporary directory, removed with all that is in it. Its path is short enough for
/// sockets below it.
class ThrowawayDirectory {
 public:
  [[nodiscard]] static Result<std::unique_ptr<ThrowawayDirectory>> make(const std::string& prefix);
  ~ThrowawayDirectory();
  ThrowawayDirectory(const ThrowawayDirectory&) = delete;
  ThrowawayDirectory& operator=(const ThrowawayDirectory&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  explicit ThrowawayDirectory(std::string path) : path_(std::move(path)) {}

  std::string path_;
};

}  // namespace sallyport
