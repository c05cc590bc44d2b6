#pragma once

#include <functional>
#include <string>
#include <utility>

#include "sallyport/ports/authority_bundles.hpp"
#include "sallyport/ports/paths.hpp"

namespace sallyport {

/// Bundles as files in the folder `authorities` of the state directory, which nobody else may read.
class AuthorityBundleFiles final : public AuthorityBundles {
 public:
  /// `system_roots_file` as native_adapters.hpp has it. `paths` outlives this.
  AuthorityBundleFiles(Paths& paths, std::function<std::string(const std::string& folder)> system_roots_file)
      : paths_(paths), system_roots_file_(std::move(system_roots_file)) {}

  AuthorityFiles files(std::span<const std::string> candidates) override;
  Result<void> make(const AuthorityBundle& bundle) override;

 private:
  Paths& paths_;
  std::function<std::string(const std::string& folder)> system_roots_file_;
};

}  // namespace sallyport
