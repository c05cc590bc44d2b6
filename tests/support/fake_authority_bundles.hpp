#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "sallyport/ports/authority_bundles.hpp"

namespace sallyport {

/// A machine whose files are those that a test names; what is made is remembered.
class FakeAuthorityBundles final : public AuthorityBundles {
 public:
  AuthorityFiles files(std::span<const std::string> candidates) override {
    AuthorityFiles found{system, "/state/authorities", {}};
    for (const std::string& each : candidates) {
      if (std::find(unreadable.begin(), unreadable.end(), each) != unreadable.end()) found.unusable.push_back(each);
    }
    return found;
  }
  Result<void> make(const AuthorityBundle& bundle) override {
    made.push_back(bundle);
    return {};
  }

  std::string system = "/etc/roots.pem";
  std::vector<std::string> unreadable;
  std::vector<AuthorityBundle> made;
};

}  // namespace sallyport
