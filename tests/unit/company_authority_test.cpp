#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "sallyport/core/company_authority.hpp"

namespace sallyport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class CompanyAuthority : public ::testing::Test {
 protected:
  AuthorityPlan plan(std::string_view ca_file) {
    return plan_authorities(ca_file, files, [this](std::string_view name) {
      const auto found = own.find(std::string(name));
      return found == own.end() ? std::string() : found->second;
    });
  }
  /// What a variable leads to: a file, or the parts of a bundle.
  static std::vector<std::string> parts(const AuthorityPlan& plan, std::string_view name) {
    for (const auto& variable : plan.variables) {
      if (variable.name != name) continue;
      for (const auto& bundle : plan.bundles) {
        if (bundle.path == variable.value) return bundle.parts;
      }
      return {variable.value};
    }
    return {};
  }

  AuthorityFiles files{"/etc/roots.pem", "/state/authorities", {}};
  std::map<std::string, std::string> own;
};

TEST_F(CompanyAuthority, IsNoAffairOfAppsUntilItIsSet) {
  const AuthorityPlan none = plan("");
  EXPECT_THAT(none.variables, IsEmpty());
  EXPECT_THAT(none.bundles, IsEmpty());
}

TEST_F(CompanyAuthority, IsAddedToWhatEachRuntimeTrusts) {
  const AuthorityPlan made = plan("/corp.pem");
  EXPECT_THAT(parts(made, "NODE_EXTRA_CA_CERTS"), ElementsAre("/corp.pem"));
  for (const char* name : {"SSL_CERT_FILE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "REQUESTS_CA_BUNDLE"}) {
    EXPECT_THAT(parts(made, name), ElementsAre("/etc/roots.pem", "/corp.pem")) << name;
  }
  EXPECT_THAT(made.bundles, SizeIs(1));
  EXPECT_THAT(made.warnings, IsEmpty());
}

TEST_F(CompanyAuthority, OfTheSystemGoesToThoseWhoDoNotAskTheSystem) {
  const AuthorityPlan made = plan("system");
  EXPECT_THAT(parts(made, "NODE_EXTRA_CA_CERTS"), ElementsAre("/etc/roots.pem"));
  EXPECT_THAT(parts(made, "REQUESTS_CA_BUNDLE"), ElementsAre("/etc/roots.pem"));
  EXPECT_THAT(made.variables, SizeIs(2));
  EXPECT_THAT(made.bundles, IsEmpty());
}

TEST_F(CompanyAuthority, StandsBesideWhatAVariableNamesAlready) {
  own = {{"SSL_CERT_FILE", "/mine.pem"}, {"NODE_EXTRA_CA_CERTS", "/mine.pem"}, {"CURL_CA_BUNDLE", "/corp.pem"}};
  const AuthorityPlan made = plan("/corp.pem");
  EXPECT_THAT(parts(made, "SSL_CERT_FILE"), ElementsAre("/mine.pem", "/corp.pem"));
  EXPECT_THAT(parts(made, "NODE_EXTRA_CA_CERTS"), ElementsAre("/mine.pem", "/corp.pem"));
  EXPECT_THAT(parts(made, "CURL_CA_BUNDLE"), IsEmpty()) << "it names the file as it is";
}

TEST_F(CompanyAuthority, IsNotAddedAgainWithinALaunch) {
  own = {{"SSL_CERT_FILE", "/state/authorities/0123456789abcdef.pem"}};
  EXPECT_THAT(parts(plan("/corp.pem"), "SSL_CERT_FILE"), ElementsAre("/etc/roots.pem", "/corp.pem"));
}

TEST_F(CompanyAuthority, LeavesAVariableThatNamesNoFile) {
  own = {{"REQUESTS_CA_BUNDLE", "/etc/ssl/certs"}};
  files.unusable = {"/etc/ssl/certs"};
  const AuthorityPlan made = plan("/corp.pem");
  EXPECT_THAT(parts(made, "REQUESTS_CA_BUNDLE"), IsEmpty());
  EXPECT_THAT(made.warnings, ElementsAre(HasSubstr("REQUESTS_CA_BUNDLE names \"/etc/ssl/certs\"")));
}

TEST_F(CompanyAuthority, ThatCannotBeReadIsReported) {
  files.unusable = {"/corp.pem"};
  const AuthorityPlan made = plan("/corp.pem");
  EXPECT_THAT(made.variables, IsEmpty());
  EXPECT_THAT(made.warnings, ElementsAre(HasSubstr("\"/corp.pem\" cannot be read")));
}

TEST_F(CompanyAuthority, NeverStandsInThePlaceOfTheSystems) {
  files.system.clear();
  const AuthorityPlan made = plan("/corp.pem");
  EXPECT_THAT(parts(made, "NODE_EXTRA_CA_CERTS"), ElementsAre("/corp.pem"));
  EXPECT_THAT(made.variables, SizeIs(1));
  EXPECT_THAT(made.warnings, SizeIs(4));
}

TEST_F(CompanyAuthority, AsksAboutEveryFileThatAPlanDependsOn) {
  own = {{"SSL_CERT_FILE", "/mine.pem"}};
  const auto value_of = [this](std::string_view name) {
    const auto found = own.find(std::string(name));
    return found == own.end() ? std::string() : found->second;
  };
  EXPECT_THAT(authority_candidates("/corp.pem", value_of), ElementsAre("/corp.pem", "/mine.pem"));
  EXPECT_THAT(authority_candidates("system", value_of), ElementsAre("/mine.pem"));
  EXPECT_THAT(authority_candidates("", value_of), IsEmpty());
}

}  // namespace
}  // namespace sallyport
