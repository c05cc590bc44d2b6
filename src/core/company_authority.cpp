#include "sallyport/core/company_authority.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sallyport/core/stable_name.hpp"

namespace sallyport {
namespace {

/// What a runtime trusts where its variable is not set.
enum class Default {
  kStays,        ///< the variable adds to it
  kSystemRoots,  ///< the variable stands in its place
  kOtherRoots,   ///< the same, and it is not the system's
};

struct Reader {
  std::string_view variable;
  Default trusts;
};
constexpr std::array<Reader, 5> kReaders{{{"CURL_CA_BUNDLE", Default::kSystemRoots},
                                          {"GIT_SSL_CAINFO", Default::kSystemRoots},
                                          {"NODE_EXTRA_CA_CERTS", Default::kStays},
                                          {"REQUESTS_CA_BUNDLE", Default::kOtherRoots},
                                          {"SSL_CERT_FILE", Default::kSystemRoots}}};

std::string bundle_name(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) all += part + '\0';
  return stable_name(all) + ".pem";
}

class AuthorityPlanner {
 public:
  AuthorityPlanner(std::string_view ca_file, const AuthorityFiles& files)
      : files_(files), from_system_(ca_file == kSystemAuthorities), added_(from_system_ ? files.system : ca_file) {}

  AuthorityPlan plan(const VariableValue& value_of) {
    if (added_.empty()) {
      warn("This system keeps its authorities in no single file, so that apps cannot be given them.");
    } else if (is_unusable(added_)) {
      warn(fmt::format(
          "The CA file \"{}\" cannot be read: apps are started without it. Choose another in the settings.", added_));
    } else {
      for (const Reader& reader : kReaders) plan_for(reader, value_of(reader.variable));
    }
    return std::move(plan_);
  }

 private:
  void plan_for(const Reader& reader, const std::string& own) {
    // A launch from within a launch finds what the outer one has set.
    const bool is_bundle_of_ours = own.starts_with(files_.folder + "/");
    if (!own.empty() && !is_bundle_of_ours) return plan_beside(reader, own);
    switch (reader.trusts) {
      case Default::kStays:
        return set(reader, {added_});
      case Default::kSystemRoots:
        if (from_system_) return;
        break;
      case Default::kOtherRoots:
        if (from_system_) return set(reader, {added_});
        break;
    }
    if (files_.system.empty()) {
      return warn(
          fmt::format("The CA file is not given to what reads {}, which would trust nothing else: this system "
                      "keeps its own authorities in no single file.",
                      reader.variable));
    }
    set(reader, {files_.system, added_});
  }

  void plan_beside(const Reader& reader, const std::string& own) {
    if (own == added_) return;
    if (is_unusable(own)) {
      return warn(
          fmt::format("{} names \"{}\", which is no file that can be read: it is left as it is, and what reads "
                      "it does not learn of the CA file.",
                      reader.variable, own));
    }
    set(reader, {own, added_});
  }

  void set(const Reader& reader, std::vector<std::string> parts) {
    if (parts.size() == 1) {
      plan_.variables.push_back({std::string(reader.variable), parts.front(),
                                 from_system_ ? "what the system trusts" : "the CA file of the settings"});
      return;
    }
    AuthorityBundle bundle{files_.folder + "/" + bundle_name(parts), std::move(parts)};
    plan_.variables.push_back(
        {std::string(reader.variable), bundle.path,
         fmt::format("{} with {}", from_system_ ? "what the system trusts" : "the CA file of the settings",
                     bundle.parts.front() == files_.system ? "what the system trusts" : "the file that it named")});
    if (std::find(plan_.bundles.begin(), plan_.bundles.end(), bundle) == plan_.bundles.end()) {
      plan_.bundles.push_back(std::move(bundle));
    }
  }

  [[nodiscard]] bool is_unusable(const std::string& file) const {
    return std::find(files_.unusable.begin(), files_.unusable.end(), file) != files_.unusable.end();
  }
  void warn(std::string sentence) { plan_.warnings.push_back(std::move(sentence)); }

  const AuthorityFiles& files_;
  bool from_system_;
  std::string added_;
  AuthorityPlan plan_;
};

}  // namespace

std::vector<std::string> authority_candidates(std::string_view ca_file, const VariableValue& value_of) {
  std::vector<std::string> files;
  if (ca_file.empty()) return files;
  if (ca_file != kSystemAuthorities) files.emplace_back(ca_file);
  for (const Reader& reader : kReaders) {
    if (std::string own = value_of(reader.variable); !own.empty()) files.push_back(std::move(own));
  }
  return files;
}

AuthorityPlan plan_authorities(std::string_view ca_file, const AuthorityFiles& files, const VariableValue& value_of) {
  if (ca_file.empty()) return {};
  return AuthorityPlanner(ca_file, files).plan(value_of);
}

}  // namespace sallyport
