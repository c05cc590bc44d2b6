#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sallyport {

/// The setting `ca_file` that stands for what the system trusts.
inline constexpr std::string_view kSystemAuthorities = "system";

/// A PEM file made of others, one after the other: each runtime takes one file, and what it trusts already must not go.
struct AuthorityBundle {
  std::string path;
  std::vector<std::string> parts;
  bool operator==(const AuthorityBundle&) const = default;
};

/// What the machine has for it.
struct AuthorityFiles {
  std::string system;                 ///< the system's roots in one PEM file; empty: there is none
  std::string folder;                 ///< where bundles are made
  std::vector<std::string> unusable;  ///< files that were asked about and cannot be read, or are none
};

/// How a client is told to trust the company's authority.
struct AuthorityPlan {
  struct Variable {
    std::string name;
    std::string value;
    std::string reason;
  };
  std::vector<Variable> variables;
  std::vector<AuthorityBundle> bundles;  ///< to be made before the launch; each once
  std::vector<std::string> warnings;     ///< whole sentences
};

/// The value that a variable has without the plan; empty: none.
using VariableValue = std::function<std::string(std::string_view name)>;

/// The files that a plan depends on: `ca_file`, and what the client's variables name.
[[nodiscard]] std::vector<std::string> authority_candidates(std::string_view ca_file, const VariableValue& value_of);

/// `ca_file`: the setting; empty: nothing is planned. The file is added to what a runtime trusts, never put in its
/// place:
/// | variable            | read by         | trusts without it    | value                                           |
/// |---------------------|-----------------|----------------------|-------------------------------------------------|
/// | NODE_EXTRA_CA_CERTS | Node.js         | its own roots as well | the file                                       |
/// | SSL_CERT_FILE       | OpenSSL, Go     | the system's         | a bundle of the system's and the file           |
/// | CURL_CA_BUNDLE      | curl            | the system's         | the same                                        |
/// | GIT_SSL_CAINFO      | git             | the system's         | the same                                        |
/// | REQUESTS_CA_BUNDLE  | Python requests | Mozilla's (certifi)  | the same; with `system` the system's roots      |
/// A variable that names a file already gets a bundle of that file and the setting's.
[[nodiscard]] AuthorityPlan plan_authorities(std::string_view ca_file, const AuthorityFiles& files,
                                             const VariableValue& value_of);

}  // namespace sallyport
