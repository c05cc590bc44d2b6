#pragma once

#include <string>
#include <vector>

#include "sallyport/ports/authority_bundles.hpp"
#include "sallyport/ports/paths.hpp"

namespace sallyport {

/// Bundles as files in the state directory, 0600.
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

/// Where distributions keep what their `update-ca-certificates` or `update-ca-trust` makes.
[[nodiscard]] std::vector<std::string> linux_system_roots();

}  // namespace sallyport
