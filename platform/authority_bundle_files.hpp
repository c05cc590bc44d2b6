#pragma once

#include <string>
#include <vector>

#include "sallyport/ports/authority_bundles.hpp"
#include "sallyport/ports/paths.hpp"

namespace sallyport {

/// Bundles as files in the folder `authorities` of the state directory, which nobody else may read.
class AuthorityBundleFiles final : public AuthorityBundles {
 public:
  /// `system_roots`: the first that is there counts. `paths` outlives this.
  AuthorityBundleFiles(Paths& paths, std::vector<std::string> system_roots)
      : paths_(paths), system_roots_(std::move(system_roots)) {}

  AuthorityFiles files(std::span<const std::string> candidates) override;
  Result<void> make(const AuthorityBundle& bundle) override;

 private:
  Paths& paths_;
  std::vector<std::string> system_roots_;
};

}  // namespace sallyport
