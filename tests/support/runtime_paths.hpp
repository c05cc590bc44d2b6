#pragma once

#include <string>
#include <utility>

#include "sallyport/ports/paths.hpp"

namespace sallyport {

/// A runtime directory, or none.
class RuntimePaths final : public Paths {
 public:
  explicit RuntimePaths(Result<std::string> directory) : directory_(std::move(directory)) {}
  std::string settings_file() const override { return {}; }
  std::string state_directory() const override { return {}; }
  Result<std::string> runtime_directory() const override { return directory_; }
  Result<std::string> launcher_program() const override { return {}; }
  Result<std::string> settings_program() const override { return {}; }

 private:
  Result<std::string> directory_;
};

}  // namespace sallyport
